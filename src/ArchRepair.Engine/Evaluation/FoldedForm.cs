using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>
/// The network with every normalization folded into its convolution, in channels-last memory, on the device that the network is
/// on; blocks that it does not know run as they are.
/// </summary>
internal sealed class FoldedForm : InferenceForm
{
    private readonly ScalarType type;
    private readonly Device device;
    private readonly List<ChainStep> steps;

    /// <param name="model">In float and evaluation mode; must not change or be disposed while the form lives.</param>
    /// <param name="kernel">Computes the convolutions.</param>
    /// <param name="type">Float32 or BFloat16.</param>
    public FoldedForm(ChainClassifier model, ConvolutionKernel kernel, ScalarType type = ScalarType.Float32)
    {
        this.type = type;
        device = model.parameters().First().device;
        Name = type == ScalarType.BFloat16 ? $"{kernel.Name} bfloat16" : kernel.Name;
        steps = [.. model.Blocks.Select(block => StepOf(model.ModuleOf(block.Index), kernel, type))];
    }

    public override string Name { get; }

    public override Tensor Logits(Tensor images)
    {
        using var scope = NewDisposeScope();
        var features = images.to(type, device);
        foreach (var step in steps)
        {
            var output = step.Run(features);
            if (!ReferenceEquals(features, images) && !ReferenceEquals(features, output)) features.Dispose();
            features = output;
        }
        return features.cpu().MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        foreach (var step in steps) step.Dispose();
    }

    private static ChainStep StepOf(nn.Module<Tensor, Tensor> module, ConvolutionKernel kernel, ScalarType type) => module switch
    {
        StemBlock stem => new ConvolutionStep(kernel, FoldedConvolution.Fold(stem.Convolution, stem.Norm, type), stem.IsPooled),
        BasicBlock block => new ResidualStep(
            kernel,
            [FoldedConvolution.Fold(block.Convolution1, block.Norm1, type)],
            FoldedConvolution.Fold(block.Convolution2, block.Norm2, type),
            ProjectionOf(block.Shortcut, type), block.Shortcut),
        Bottleneck block => new ResidualStep(
            kernel,
            [FoldedConvolution.Fold(block.Convolution1, block.Norm1, type), FoldedConvolution.Fold(block.Convolution2, block.Norm2, type)],
            FoldedConvolution.Fold(block.Convolution3, block.Norm3, type),
            ProjectionOf(block.Shortcut, type), block.Shortcut),
        HeadBlock head => new HeadStep(head.Linear),
        _ => new ModuleStep(module),
    };

    private static FoldedConvolution? ProjectionOf(Shortcut shortcut, ScalarType type) =>
        shortcut.Convolution is { } convolution && shortcut.Norm is { } norm ? FoldedConvolution.Fold(convolution, norm, type) : null;
}
