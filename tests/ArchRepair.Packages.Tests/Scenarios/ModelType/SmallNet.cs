using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenario;

/// <summary>The smallest network that a project can define.</summary>
public sealed class SmallNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(3, 8, 3, padding: 1, bias: false);
    private readonly Linear classifier = Linear(8, 10);

    public SmallNet()
        : base(nameof(SmallNet)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return classifier.call(functional.relu(first.call(images)).mean([2, 3])).MoveToOuterDisposeScope();
    }
}
