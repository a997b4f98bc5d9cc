using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>Mean over 3×3 pixels, those outside counted as zero: linear, so that it can fold into a convolution.</summary>
internal sealed class AveragePoolOperation : CellOperation
{
    public AveragePoolOperation(OperationShape shape)
        : base("average3x3", shape) => RegisterNorm();

    public override long MultiplyAdds(int height, int width) => 0;

    public override Tensor LinearKernel()
    {
        using var scope = NewDisposeScope();
        return eye(Shape.Outputs, Shape.Inputs).view(Shape.Outputs, Shape.Inputs, 1, 1).div(9)
            .expand(Shape.Outputs, Shape.Inputs, 3, 3).contiguous().MoveToOuterDisposeScope();
    }

    protected override Tensor Core(Tensor input)
    {
        using var scope = NewDisposeScope();
        var mean = functional.avg_pool2d(input, 3, Shape.Stride, 1, count_include_pad: true);
        return ShapeFit.Channels(mean, Shape).MoveToOuterDisposeScope();
    }
}
