using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>The steps that all residual networks are made of. Intermediate tensors are freed at once, so that memory stays warm.</summary>
internal static class ConvolutionSteps
{
    /// <summary>A square convolution without bias, padded so that stride 1 keeps the size.</summary>
    public static Conv2d SameSizeConvolution(int inputs, int outputs, int kernelSize, int stride = 1) =>
        Conv2d(inputs, outputs, kernelSize, stride, kernelSize / 2, bias: false);

    /// <summary>Normalized convolution.</summary>
    public static Tensor Normalized(Convolution convolution, BatchNorm2d norm, Tensor input)
    {
        using var linear = convolution.call(input);
        return norm.call(linear);
    }
}
