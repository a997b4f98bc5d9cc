using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Lets the normalization layers of a damaged network record their statistics again, from the damaged block on, so that drift from
/// recorded statistics cannot show where the damage is. What lies in front of the damage sees the same images as before.
/// </summary>
internal sealed class LocalizationRecalibration : IDisposable
{
    private readonly ChainClassifier model;
    private readonly Tensor[] inputs; // of each block, for the healthy network

    /// <param name="training">Images to record statistics on; all in one batch.</param>
    public LocalizationRecalibration(ChainClassifier model, Normalization normalization, LabelledImages training)
    {
        this.model = model;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        inputs = new Tensor[model.Blocks.Count];
        inputs[0] = normalization.Apply(ImageTensor.Pixels(training.Pixels, training.Height, training.Width, CPU)).DetachFromDisposeScope();
        for (var block = 1; block < inputs.Length; block++) inputs[block] = model.ForwardBlock(inputs[block - 1], block - 1).DetachFromDisposeScope();
    }

    /// <summary>Records statistics again from a block on; disposing the result puts the old ones back.</summary>
    public IDisposable From(int block)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        BatchNorm2d[] norms =
            [.. Enumerable.Range(block, model.Blocks.Count - block).SelectMany(index => model.ModuleOf(index).modules()).OfType<BatchNorm2d>().Distinct()];
        var undo = new SavedTensors([.. norms.SelectMany(norm => new[] { norm.running_mean!, norm.running_var! })]);
        double?[] momenta = [.. norms.Select(norm => norm.momentum)];
        foreach (var norm in norms)
        {
            norm.momentum = 1; // the statistics become those of the one batch
            norm.train();
        }
        model.ForwardSuffix(inputs[block], block);
        foreach (var (norm, momentum) in norms.Zip(momenta))
        {
            norm.momentum = momentum;
            norm.eval();
        }
        return undo;
    }

    public void Dispose()
    {
        foreach (var input in inputs) input.Dispose();
    }
}
