using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>How a folded convolution is computed.</summary>
internal abstract class ConvolutionKernel
{
    /// <summary>Name of the forms that use it.</summary>
    public abstract string Name { get; }

    /// <summary>conv(x) + b, without or with the ReLU behind it.</summary>
    public abstract Tensor Run(FoldedConvolution convolution, Tensor input, bool isRectified);

    /// <summary>relu(conv(x) + b + residual). The residual's memory may be overwritten.</summary>
    public abstract Tensor RunOnto(FoldedConvolution convolution, Tensor input, Tensor residual);
}
