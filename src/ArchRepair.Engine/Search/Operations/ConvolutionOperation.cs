using ArchRepair.Engine.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>A plain square convolution, linear: it can fold into a convolution of the block that has the same stride.</summary>
internal sealed class ConvolutionOperation : CellOperation
{
    private readonly int kernelSize;

    public ConvolutionOperation(string name, OperationShape shape, int kernelSize)
        : base(name, shape)
    {
        this.kernelSize = kernelSize;
        Convolution = ConvolutionSteps.SameSizeConvolution(shape.Inputs, shape.Outputs, kernelSize, shape.Stride);
        register_module("conv", Convolution);
        RegisterNorm();
    }

    public Conv2d Convolution { get; }

    public override long MultiplyAdds(int height, int width) =>
        OutputPixels(height, width) * Shape.Inputs * Shape.Outputs * kernelSize * kernelSize;

    public override Tensor LinearKernel() => Convolution.weight!.detach().clone();

    protected override Tensor Core(Tensor input) => Convolution.call(input);
}
