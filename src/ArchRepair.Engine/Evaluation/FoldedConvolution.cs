using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>A convolution with the normalization behind it multiplied into its weights: one operation instead of two.</summary>
internal sealed class FoldedConvolution : IDisposable
{
    private FoldedConvolution(Tensor weight, Tensor bias, int stride, int padding) =>
        (Weight, Bias, Stride, Padding) = (weight, bias, stride, padding);

    /// <summary>[C_out,C_in,k,k] in channels-last memory.</summary>
    public Tensor Weight { get; }

    /// <summary>[C_out].</summary>
    public Tensor Bias { get; }

    public int Stride { get; }

    public int Padding { get; }

    /// <summary>
    /// With running mean μ and variance v, scale γ and shift β: w′ = w·γ/√(v+ε), b′ = β + (b − μ)·γ/√(v+ε). Computed in double,
    /// then rounded once.
    /// </summary>
    /// <param name="convolution">Square, ungrouped, undilated, same stride and padding in both directions.</param>
    /// <param name="norm">In evaluation mode.</param>
    /// <param name="type">Float32 or BFloat16.</param>
    public static FoldedConvolution Fold(Convolution convolution, BatchNorm2d norm, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var scale = norm.weight!.to(ScalarType.Float64).div(norm.running_var!.to(ScalarType.Float64).add(norm.eps).sqrt()); // [C_out]
        var shift = norm.running_mean!.to(ScalarType.Float64).neg();
        if (convolution.bias is not null) shift = shift.add(convolution.bias!.to(ScalarType.Float64));
        var bias = shift.mul(scale).add(norm.bias!.to(ScalarType.Float64));
        var weight = convolution.weight!.to(ScalarType.Float64).mul(scale.view(-1, 1, 1, 1));
        return new FoldedConvolution(
            ChannelsLast.Of(weight.to(type)).DetachFromDisposeScope(), bias.to(type).DetachFromDisposeScope(),
            (int)convolution.stride[0], (int)convolution.padding![0]);
    }

    public void Dispose()
    {
        Weight.Dispose();
        Bias.Dispose();
    }
}
