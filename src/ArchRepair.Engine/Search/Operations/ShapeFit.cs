using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search.Operations;

/// <summary>Brings a tensor to an operation's output shape without parameters: every stride-th pixel, channels padded or cut.</summary>
internal static class ShapeFit
{
    /// <param name="input">[N,C,H,W]; stays the caller's.</param>
    /// <param name="shape">Stride and channels to reach.</param>
    /// <returns>[N,C',⌈H/stride⌉,⌈W/stride⌉], a handle of its own.</returns>
    public static Tensor Apply(Tensor input, OperationShape shape)
    {
        using var scope = NewDisposeScope();
        var fitted = input.alias();
        if (shape.Stride > 1) fitted = fitted.slice(2, 0, long.MaxValue, shape.Stride).slice(3, 0, long.MaxValue, shape.Stride);
        return Channels(fitted, shape).MoveToOuterDisposeScope();
    }

    /// <summary>Channels only; may return its argument.</summary>
    public static Tensor Channels(Tensor input, OperationShape shape)
    {
        if (shape.Outputs < shape.Inputs) return input.narrow(1, 0, shape.Outputs);
        return shape.Outputs > shape.Inputs ? functional.pad(input, [0, 0, 0, 0, 0, shape.Outputs - shape.Inputs]) : input;
    }
}
