using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>3×3 for each channel, normalization, ReLU, then 1×1 across channels (after Chollet 2017, with an inner nonlinearity).</summary>
internal sealed class SeparableOperation : CellOperation
{
    private readonly Conv2d depthwise;
    private readonly BatchNorm2d inner;
    private readonly Conv2d pointwise;

    public SeparableOperation(OperationShape shape)
        : base("separable3x3", shape)
    {
        depthwise = Conv2d(shape.Inputs, shape.Inputs, 3, shape.Stride, 1, groups: shape.Inputs, bias: false);
        inner = BatchNorm2d(shape.Inputs);
        pointwise = Conv2d(shape.Inputs, shape.Outputs, 1, bias: false);
        register_module("depthwise", depthwise);
        register_module("inner", inner);
        register_module("pointwise", pointwise);
        RegisterNorm();
    }

    public override long MultiplyAdds(int height, int width) =>
        OutputPixels(height, width) * Shape.Inputs * (9 + Shape.Outputs);

    protected override Tensor Core(Tensor input)
    {
        using var scope = NewDisposeScope();
        return pointwise.call(inner.call(depthwise.call(input)).relu_()).MoveToOuterDisposeScope();
    }
}
