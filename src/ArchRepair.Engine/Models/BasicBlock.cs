using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>Two normalized 3×3 convolutions, the shortcut added before the last ReLU (He et al. 2016).</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>, IObservableBlock
{
    public BasicBlock(int inputs, int outputs, int stride, ShortcutKind shortcut)
        : base(nameof(BasicBlock))
    {
        Convolution1 = ConvolutionSteps.SameSizeConvolution(inputs, outputs, 3, stride);
        Norm1 = BatchNorm2d(outputs);
        Convolution2 = ConvolutionSteps.SameSizeConvolution(outputs, outputs, 3);
        Norm2 = BatchNorm2d(outputs);
        Shortcut = new Shortcut(shortcut, inputs, outputs, stride);
        register_module("conv1", Convolution1);
        register_module("bn1", Norm1);
        register_module("conv2", Convolution2);
        register_module("bn2", Norm2);
        if (Shortcut.Projection is not null) register_module("downsample", Shortcut.Projection);
    }

    public Conv2d Convolution1 { get; }

    public BatchNorm2d Norm1 { get; }

    public Conv2d Convolution2 { get; }

    public BatchNorm2d Norm2 { get; }

    public Shortcut Shortcut { get; }

    public IReadOnlyList<NeuronLayer> NeuronLayers => [new("conv1", Convolution1, Norm1), new("conv2", Convolution2, Norm2)];

    public override Tensor forward(Tensor input) => ForwardObserved(input, observer: null);

    public Tensor ForwardObserved(Tensor input, ActivationObserver? observer)
    {
        using var scope = NewDisposeScope();
        var inner = ConvolutionSteps.Normalized(Convolution1, Norm1, input).relu_();
        observer?.Invoke("conv1", inner);
        var output = ConvolutionSteps.Normalized(Convolution2, Norm2, inner).add_(Shortcut.Apply(input)).relu_();
        observer?.Invoke("conv2", output);
        return output.MoveToOuterDisposeScope();
    }

    // Everything is registered by the constructor under PyTorch's names; TorchSharp would add each property once more.
    protected override void RegisterComponents() { }
}
