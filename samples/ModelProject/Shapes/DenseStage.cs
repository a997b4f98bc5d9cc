using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Shapes;

/// <summary>Dense layers, each of which sees the outputs of all before it.</summary>
public sealed class DenseStage : Module<Tensor, Tensor>
{
    private readonly ModuleList<DenseLayer> layers = [];

    public DenseStage(int inputs, int growth, int count)
        : base(nameof(DenseStage))
    {
        for (var i = 0; i < count; i++) layers.Add(new DenseLayer(inputs + (i * growth), growth));
        RegisterComponents();
    }

    /// <param name="input">[N,C,H,W].</param>
    /// <returns>[N,C + count·growth,H,W].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = input;
        foreach (var layer in layers) features = cat([features, layer.call(features)], 1);
        return features.MoveToOuterDisposeScope();
    }
}
