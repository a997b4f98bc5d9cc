using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>A square kernel for each channel, normalization, ReLU, then 1×1 across channels (after Chollet 2017, with an inner nonlinearity).</summary>
internal sealed class SeparableOperation : CellOperation
{
    private readonly int kernelSize;
    private readonly Conv2d depthwise;
    private readonly BatchNorm2d inner;
    private readonly Conv2d pointwise;

    public SeparableOperation(string name, OperationShape shape, int kernelSize)
        : base(name, shape)
    {
        this.kernelSize = kernelSize;
        depthwise = Conv2d(shape.Inputs, shape.Inputs, kernelSize, shape.Stride, kernelSize / 2, groups: shape.Inputs, bias: false);
        inner = BatchNorm2d(shape.Inputs);
        pointwise = Conv2d(shape.Inputs, shape.Outputs, 1, bias: false);
        register_module("depthwise", depthwise);
        register_module("inner", inner);
        register_module("pointwise", pointwise);
        RegisterNorm();
    }

    public override long MultiplyAdds(int height, int width) =>
        OutputPixels(height, width) * Shape.Inputs * ((kernelSize * kernelSize) + Shape.Outputs);

    protected override Tensor Core(Tensor input)
    {
        using var scope = NewDisposeScope();
        return pointwise.call(inner.call(depthwise.call(input)).relu_()).MoveToOuterDisposeScope();
    }
}
