using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Search;

/// <summary>
/// A candidate operation of a cell: a core, then a normalization, so that outputs of all operations have comparable size and the
/// gate in front of the sum alone says how much of each is used.
/// </summary>
internal abstract class CellOperation : Module<Tensor, Tensor>
{
    protected CellOperation(string name, OperationShape shape)
        : base(name)
    {
        Shape = shape;
        Norm = BatchNorm2d(shape.Outputs);
    }

    public OperationShape Shape { get; }

    /// <summary>Normalization of the core's output; takes the gate in when the architecture becomes discrete.</summary>
    public BatchNorm2d Norm { get; }

    /// <summary>Multiply-adds of convolutions and linear layers for one image that enters with that size.</summary>
    public abstract long MultiplyAdds(int height, int width);

    /// <summary>
    /// The core as the kernel [C',C,k,k] of one zero-padded convolution with this stride; null when the core is not linear in its
    /// input or is wider than 3×3. The caller disposes it.
    /// </summary>
    public virtual Tensor? LinearKernel() => null;

    public override Tensor forward(Tensor input)
    {
        using var core = Core(input);
        return Norm.call(core);
    }

    // TorchSharp would register every field once more under its own name, and training would step such parameters twice.
    protected override void RegisterComponents()
    {
    }

    /// <summary>The operation without its normalization; a new tensor handle.</summary>
    protected abstract Tensor Core(Tensor input);

    /// <summary>Registers the normalization last, so that names stand in the order of computation.</summary>
    protected void RegisterNorm() => register_module("norm", Norm);

    /// <summary>Number of output pixels of one image.</summary>
    protected long OutputPixels(int height, int width) =>
        (long)((height + Shape.Stride - 1) / Shape.Stride) * ((width + Shape.Stride - 1) / Shape.Stride);
}
