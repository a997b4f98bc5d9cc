using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>1×1, 3×3 (with the stride) and 1×1 convolutions, the shortcut added before the last ReLU (He et al. 2016).</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>, IObservableBlock
{
    /// <summary>Output channels for each inner channel.</summary>
    public const int Expansion = 4;

    public Bottleneck(int inputs, int width, int stride)
        : base(nameof(Bottleneck))
    {
        var outputs = width * Expansion;
        Convolution1 = ConvolutionSteps.SameSizeConvolution(inputs, width, 1);
        Norm1 = BatchNorm2d(width);
        Convolution2 = ConvolutionSteps.SameSizeConvolution(width, width, 3, stride);
        Norm2 = BatchNorm2d(width);
        Convolution3 = ConvolutionSteps.SameSizeConvolution(width, outputs, 1);
        Norm3 = BatchNorm2d(outputs);
        Shortcut = new Shortcut(ShortcutKind.Projection, inputs, outputs, stride);
        register_module("conv1", Convolution1);
        register_module("bn1", Norm1);
        register_module("conv2", Convolution2);
        register_module("bn2", Norm2);
        register_module("conv3", Convolution3);
        register_module("bn3", Norm3);
        if (Shortcut.Projection is not null) register_module("downsample", Shortcut.Projection);
    }

    public Conv2d Convolution1 { get; }

    public BatchNorm2d Norm1 { get; }

    public Conv2d Convolution2 { get; }

    public BatchNorm2d Norm2 { get; }

    public Conv2d Convolution3 { get; }

    public BatchNorm2d Norm3 { get; }

    public Shortcut Shortcut { get; }

    public IReadOnlyList<NeuronLayer> NeuronLayers =>
        [new("conv1", Convolution1, Norm1), new("conv2", Convolution2, Norm2), new("conv3", Convolution3, Norm3)];

    public override Tensor forward(Tensor input) => ForwardObserved(input, observer: null);

    public Tensor ForwardObserved(Tensor input, ActivationObserver? observer)
    {
        using var scope = NewDisposeScope();
        var narrow = ConvolutionSteps.Normalized(Convolution1, Norm1, input).relu_();
        observer?.Invoke("conv1", narrow);
        var inner = ConvolutionSteps.Normalized(Convolution2, Norm2, narrow).relu_();
        observer?.Invoke("conv2", inner);
        var output = ConvolutionSteps.Normalized(Convolution3, Norm3, inner).add_(Shortcut.Apply(input)).relu_();
        observer?.Invoke("conv3", output);
        return output.MoveToOuterDisposeScope();
    }

    // Everything is registered by the constructor under PyTorch's names; TorchSharp would add each property once more.
    protected override void RegisterComponents() { }
}
