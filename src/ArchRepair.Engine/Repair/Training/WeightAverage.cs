using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// Plain mean of the weights over the later part of a phase: flatter and better on new images than the last step (stochastic
/// weight averaging, Izmailov et al. 2018, arXiv 1803.05407).
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly IReadOnlyList<Tensor> live;

    public WeightAverage(TrainableScope scope)
    {
        live = [.. scope.Weights];
        Means = [.. live.Select(tensor => zeros_like(tensor).requires_grad_(false).DetachFromDisposeScope())];
        Count = zeros(1, dtype: ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>Mean of each weight so far.</summary>
    public IReadOnlyList<Tensor> Means { get; }

    /// <summary>States averaged so far; a tensor [1], so that it goes into a checkpoint like the rest.</summary>
    public Tensor Count { get; }

    /// <summary>Takes the weights as they stand into the mean.</summary>
    public void Add()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var count = Count.add_(1).item<long>();
        foreach (var (tensor, mean) in live.Zip(Means)) mean.add_(tensor.sub(mean).div_(count));
    }

    /// <summary>Puts the mean in the weights' place; without a state taken in, nothing changes.</summary>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (Count.item<long>() == 0) return;
        foreach (var (tensor, mean) in live.Zip(Means)) tensor.copy_(mean);
    }

    public void Dispose()
    {
        foreach (var mean in Means) mean.Dispose();
        Count.Dispose();
    }
}
