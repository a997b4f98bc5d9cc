using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>conv1, bn1, ReLU and, for large images, 3×3 max pooling with stride 2.</summary>
internal sealed class StemBlock : Module<Tensor, Tensor>, IObservableBlock
{
    public StemBlock(int outputs, int kernelSize, int stride, bool isPooled)
        : base("stem")
    {
        Convolution = ConvolutionSteps.SameSizeConvolution(3, outputs, kernelSize, stride);
        Norm = BatchNorm2d(outputs);
        IsPooled = isPooled;
        register_module("conv1", Convolution);
        register_module("bn1", Norm);
    }

    public Conv2d Convolution { get; }

    public BatchNorm2d Norm { get; }

    public bool IsPooled { get; }

    public IReadOnlyList<NeuronLayer> NeuronLayers => [new("conv1", Convolution, Norm)];

    public override Tensor forward(Tensor input) => ForwardObserved(input, observer: null);

    public Tensor ForwardObserved(Tensor input, ActivationObserver? observer)
    {
        using var scope = NewDisposeScope();
        var active = ConvolutionSteps.Normalized(Convolution, Norm, input).relu_();
        observer?.Invoke("conv1", active);
        var output = IsPooled ? functional.max_pool2d(active, kernel_size: 3, stride: 2, padding: 1) : active;
        return output.MoveToOuterDisposeScope();
    }

    // Everything is registered by the constructor under PyTorch's names; TorchSharp would add each property once more.
    protected override void RegisterComponents() { }
}
