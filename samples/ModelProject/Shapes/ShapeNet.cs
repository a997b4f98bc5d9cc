using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Shapes;

/// <summary>A small DenseNet for ten drawn shapes, 32×32 pixels.</summary>
public sealed class ShapeNet : Module<Tensor, Tensor>
{
    private const int Growth = 12;
    private const int LayersOfAStage = 3;

    private readonly Conv2d stem = Conv2d(3, 16, 3, padding: 1, bias: false);
    private readonly DenseStage stage1 = new(16, Growth, LayersOfAStage);
    private readonly Sequential transition1 = Transition(52, 26);
    private readonly DenseStage stage2 = new(26, Growth, LayersOfAStage);
    private readonly Sequential transition2 = Transition(62, 32);
    private readonly DenseStage stage3 = new(32, Growth, LayersOfAStage);
    private readonly BatchNorm2d norm = BatchNorm2d(68);
    private readonly Linear classifier = Linear(68, 10);

    public ShapeNet()
        : base(nameof(ShapeNet)) => RegisterComponents();

    /// <param name="images">[N,3,32,32], normalized.</param>
    /// <returns>Logits [N,10].</returns>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var features = transition1.call(stage1.call(stem.call(images)));
        features = stage3.call(transition2.call(stage2.call(features)));
        features = functional.relu(norm.call(features)).mean([2, 3]); // [N,68]
        return classifier.call(features).MoveToOuterDisposeScope();
    }

    private static Sequential Transition(int inputs, int outputs) => Sequential(
        ("norm", BatchNorm2d(inputs)), ("relu", ReLU()), ("conv", Conv2d(inputs, outputs, 1, bias: false)), ("pool", AvgPool2d(2, 2)));
}
