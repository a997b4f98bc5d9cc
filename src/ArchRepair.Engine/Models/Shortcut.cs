using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Models;

/// <summary>How a residual block brings its input to the shape of its output.</summary>
internal enum ShortcutKind
{
    /// <summary>Option A of He et al. (2016): every second pixel, new channels zero; no parameters.</summary>
    PaddedSlice,

    /// <summary>Option B: a normalized 1×1 convolution, "downsample.0" and "downsample.1".</summary>
    Projection,
}

/// <summary>The shortcut of one block; identity where shapes agree.</summary>
internal sealed class Shortcut
{
    private readonly int stride;
    private readonly int addedChannels;

    public Shortcut(ShortcutKind kind, int inputs, int outputs, int stride)
    {
        this.stride = stride;
        addedChannels = outputs - inputs;
        if (IsIdentity || kind == ShortcutKind.PaddedSlice) return;
        Convolution = ConvolutionSteps.SameSizeConvolution(inputs, outputs, kernelSize: 1, stride);
        Norm = BatchNorm2d(outputs);
        Projection = new BlockSequence("downsample");
        Projection.Set("0", Convolution);
        Projection.Set("1", Norm);
    }

    public bool IsIdentity => stride == 1 && addedChannels == 0;

    /// <summary>The module to register as "downsample", or null when the shortcut has no parameters.</summary>
    public BlockSequence? Projection { get; }

    public Conv2d? Convolution { get; }

    public BatchNorm2d? Norm { get; }

    /// <returns>A new tensor handle, also for the identity.</returns>
    public Tensor Apply(Tensor input)
    {
        if (IsIdentity) return input.alias();
        if (Convolution is not null && Norm is not null) return ConvolutionSteps.Normalized(Convolution, Norm, input);
        using var rows = input.slice(2, 0, long.MaxValue, stride);
        using var sampled = rows.slice(3, 0, long.MaxValue, stride);
        var before = addedChannels / 2;
        return functional.pad(sampled, [0, 0, 0, 0, before, addedChannels - before]);
    }
}
