using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>A stem: convolution, ReLU and, for large images, 3×3 max pooling with stride 2.</summary>
internal sealed class ConvolutionStep(ConvolutionKernel kernel, FoldedConvolution convolution, bool isPooled) : ChainStep
{
    public override Tensor Run(Tensor input)
    {
        var output = kernel.Run(convolution, input, isRectified: true);
        if (!isPooled) return output;
        using (output) return nn.functional.max_pool2d(output, kernel_size: 3, stride: 2, padding: 1);
    }

    public override void Dispose() => convolution.Dispose();
}
