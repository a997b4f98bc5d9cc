using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>A basic block or bottleneck: rectified convolutions, the last of them onto the shortcut.</summary>
/// <param name="kernel">Computes the convolutions.</param>
/// <param name="inner">All but the last, in order.</param>
/// <param name="last">The one that the shortcut is added to.</param>
/// <param name="projection">The shortcut's convolution, or null.</param>
/// <param name="shortcut">The block's shortcut, asked where there is no projection.</param>
internal sealed class ResidualStep(
    ConvolutionKernel kernel, IReadOnlyList<FoldedConvolution> inner, FoldedConvolution last, FoldedConvolution? projection, Shortcut shortcut) : ChainStep
{
    public override Tensor Run(Tensor input)
    {
        var features = kernel.Run(inner[0], input, isRectified: true);
        foreach (var convolution in inner.Skip(1))
        {
            using var before = features;
            features = kernel.Run(convolution, before, isRectified: true);
        }
        using (features)
        using (var residual = projection is not null ? kernel.Run(projection, input, isRectified: false) : shortcut.Apply(input))
            return kernel.RunOnto(last, features, residual);
    }

    public override void Dispose()
    {
        foreach (var convolution in inner) convolution.Dispose();
        last.Dispose();
        projection?.Dispose();
    }
}
