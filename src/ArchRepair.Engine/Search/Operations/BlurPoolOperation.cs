using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>
/// Binomial blur (1, 2, 1) ⊗ (1, 2, 1) / 16 of each channel, then the stride: the low-pass in front of sampling of Zhang (2019, arXiv
/// 1904.11486). Pixels outside count as zero (his are reflected), so that it can fold into a convolution.
/// </summary>
internal sealed class BlurPoolOperation : CellOperation
{
    private static readonly float[] Binomial = [1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f];

    public BlurPoolOperation(OperationShape shape)
        : base("blur3x3", shape) => RegisterNorm();

    // As with the other pools, a fixed kernel is not counted.
    public override long MultiplyAdds(int height, int width) => 0;

    public override Tensor LinearKernel()
    {
        using var scope = NewDisposeScope();
        return eye(Shape.Outputs, Shape.Inputs).view(Shape.Outputs, Shape.Inputs, 1, 1)
            .mul(tensor(Binomial, [1, 1, 3, 3])).MoveToOuterDisposeScope();
    }

    protected override Tensor Core(Tensor input)
    {
        using var scope = NewDisposeScope();
        var kernel = tensor(Binomial, [1, 1, 3, 3], dtype: input.dtype, device: input.device).expand(Shape.Inputs, 1, 3, 3).contiguous();
        var blurred = functional.conv2d(input, kernel, strides: [Shape.Stride, Shape.Stride], padding: [1, 1], groups: Shape.Inputs);
        return ShapeFit.Channels(blurred, Shape).MoveToOuterDisposeScope();
    }
}
