using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>3×3 with gaps of one pixel for each channel, then 1×1 across channels: sees 5×5 pixels (Yu and Koltun 2016).</summary>
internal sealed class DilatedOperation : CellOperation
{
    private readonly Conv2d depthwise;
    private readonly Conv2d pointwise;

    public DilatedOperation(OperationShape shape)
        : base("dilated3x3", shape)
    {
        depthwise = Conv2d(shape.Inputs, shape.Inputs, 3, shape.Stride, 2, dilation: 2, groups: shape.Inputs, bias: false);
        pointwise = Conv2d(shape.Inputs, shape.Outputs, 1, bias: false);
        register_module("depthwise", depthwise);
        register_module("pointwise", pointwise);
        RegisterNorm();
    }

    public override long MultiplyAdds(int height, int width) =>
        OutputPixels(height, width) * Shape.Inputs * (9 + Shape.Outputs);

    protected override Tensor Core(Tensor input)
    {
        using var wide = depthwise.call(input);
        return pointwise.call(wide);
    }
}
