using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>A known damage to one block of a network.</summary>
/// <param name="Block">Index in the chain.</param>
/// <param name="Strength">&gt; 0; its unit depends on the kind.</param>
internal sealed record LocalizationFault(int Block, LocalizationFaultKind Kind, double Strength, ulong Seed)
{
    /// <summary>Damages the block until the result is disposed; then every value is what it was.</summary>
    public IDisposable Inject(ChainClassifier model)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var layers = model.NeuronLayersOf(Block);
        var undo = new SavedTensors([.. layers.SelectMany(layer => new[] { layer.Convolution.weight!, layer.Norm!.running_mean!, layer.Norm.running_var! })]);
        using var generator = new Generator((Seed * 1_000_003) + ((ulong)Block * 101) + (ulong)Kind);
        foreach (var layer in layers) Damage(layer, generator);
        return undo;
    }

    private void Damage(NeuronLayer layer, Generator generator)
    {
        var weight = layer.Convolution.weight!;
        var channels = weight.shape[0];
        switch (Kind)
        {
            case LocalizationFaultKind.WeightNoise:
                weight.add_(randn(weight.shape, generator: generator).mul_(weight.std()).mul_(Strength));
                break;
            case LocalizationFaultKind.ZeroedChannels:
                weight.mul_(rand([channels, 1, 1, 1], generator: generator).ge(Strength / 2).to_type(ScalarType.Float32));
                break;
            case LocalizationFaultKind.SignFlips:
                weight.mul_(rand(weight.shape, generator: generator).ge(Strength / 4).to_type(ScalarType.Float32).mul_(2).sub_(1));
                break;
            case LocalizationFaultKind.StaleStatistics:
                var (mean, variance) = (layer.Norm!.running_mean!, layer.Norm.running_var!);
                mean.add_(variance.sqrt().mul_(randn([channels], generator: generator)).mul_(Strength));
                variance.mul_(randn([channels], generator: generator).mul_(Strength).exp_());
                break;
            case LocalizationFaultKind.ThreeBitWeights:
                var step = weight.abs().max().mul_(Math.Max(1, Strength) / 3);
                var isRounded = rand([channels, 1, 1, 1], generator: generator).lt(Strength);
                weight.copy_(where(isRounded, weight.div(step).round_().clamp_(-4, 3).mul_(step), weight));
                break;
            default:
                throw new InvalidOperationException($"No such fault: {Kind}.");
        }
    }
}
