using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>Maximum over 3×3 pixels.</summary>
internal sealed class MaxPoolOperation : CellOperation
{
    public MaxPoolOperation(OperationShape shape)
        : base("max3x3", shape) => RegisterNorm();

    public override long MultiplyAdds(int height, int width) => 0;

    protected override Tensor Core(Tensor input)
    {
        using var scope = NewDisposeScope();
        var largest = functional.max_pool2d(input, kernel_size: 3, stride: Shape.Stride, padding: 1);
        return ShapeFit.Channels(largest, Shape).MoveToOuterDisposeScope();
    }
}
