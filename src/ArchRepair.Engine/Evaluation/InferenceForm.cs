using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>One way of computing a network's logits. Safe to call from several threads; weights are shared by all of them.</summary>
internal abstract class InferenceForm : IDisposable
{
    /// <summary>Name for reports and benchmarks.</summary>
    public abstract string Name { get; }

    /// <summary>Logits of normalized images, without gradients.</summary>
    /// <param name="images">float [N,3,H,W] in channels-last memory; stays the caller's.</param>
    /// <returns>float [N,K], contiguous, on the CPU, in the caller's dispose scope.</returns>
    public abstract Tensor Logits(Tensor images);

    public abstract void Dispose();
}
