using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>One pass over memory for convolution, addition and ReLU.</summary>
internal sealed class FusedKernel(OneDnn functions) : ConvolutionKernel
{
    public override string Name => "fused";

    public override Tensor Run(FoldedConvolution convolution, Tensor input, bool isRectified) =>
        functions.Convolve(convolution, input, isRectified);

    public override Tensor RunOnto(FoldedConvolution convolution, Tensor input, Tensor residual) =>
        functions.ConvolveOnto(convolution, input, residual);
}
