using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>One block of a network in a faster form.</summary>
internal abstract class ChainStep : IDisposable
{
    /// <summary>Output in new memory or over the input's: the caller does not read its input again.</summary>
    /// <param name="input">[N,C,H,W] in channels-last memory and the form's type.</param>
    public abstract Tensor Run(Tensor input);

    public abstract void Dispose();
}
