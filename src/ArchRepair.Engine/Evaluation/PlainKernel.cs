using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>PyTorch's public operations, one after the other.</summary>
internal sealed class PlainKernel : ConvolutionKernel
{
    public override string Name => "folded";

    public override Tensor Run(FoldedConvolution convolution, Tensor input, bool isRectified)
    {
        var output = nn.functional.conv2d(
            input, convolution.Weight, convolution.Bias,
            strides: [convolution.Stride, convolution.Stride], padding: [convolution.Padding, convolution.Padding]);
        return isRectified ? output.relu_() : output;
    }

    public override Tensor RunOnto(FoldedConvolution convolution, Tensor input, Tensor residual) =>
        Run(convolution, input, isRectified: false).add_(residual).relu_();
}
