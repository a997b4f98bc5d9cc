using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Tests.Projects.Zoo;

/// <summary>A network whose classes are the channels of its last convolution: it ends with no linear layer.</summary>
public sealed class ConvolutionalHead : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, padding: 1, bias: false);
    private readonly Residual block = new(8, 8, 1);
    private readonly Conv2d classes = Conv2d(8, 4, 1);

    public ConvolutionalHead()
        : base(nameof(ConvolutionalHead)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classes.call(block.call(functional.relu(stem.call(input)))).mean([2, 3]).MoveToOuterDisposeScope();
    }
}
