using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// What the frozen tail remembers of the healthy network: its normalizations keep mean and variance of what used to reach them.
/// A repaired block whose clean outputs have other statistics is pulled back to them (the statistics term of DeepInversion, Yin
/// et al. 2020, arXiv 1912.08795, used here on weights instead of images).
/// </summary>
internal sealed class TailStatistics : IDisposable
{
    private readonly List<Action> removals = [];
    private readonly List<Tensor> terms = [];
    private readonly int cleanRows;
    private bool isWatching;

    /// <param name="scope">Normalizations behind its cut that do not learn are watched.</param>
    /// <param name="cleanRows">The first rows of every batch, which are clean.</param>
    public TailStatistics(TrainableScope scope, int cleanRows)
    {
        this.cleanRows = cleanRows;
        var learning = scope.Norms.ToHashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var norm in scope.Model.Blocks.Skip(scope.Cut + 1).SelectMany(block => scope.Model.ModuleOf(block.Index).modules()).OfType<BatchNorm2d>())
        {
            if (learning.Contains(norm)) continue;
            Count++;
            var hook = norm.register_forward_pre_hook((_, input) =>
            {
                if (isWatching) Watch(norm, input);
                return input;
            });
            removals.Add(hook.remove);
        }
    }

    /// <summary>Normalizations that are watched.</summary>
    public int Count { get; }

    /// <summary>Runs a forward pass and watches it.</summary>
    /// <returns>Its result and the mean distance, a scalar with gradient; both in the caller's dispose scope.</returns>
    public (Tensor Result, Tensor Distance) Forward(Func<Tensor> forward)
    {
        isWatching = true;
        try
        {
            var result = forward();
            using var scope = NewDisposeScope();
            var distance = stack(terms).mean();
            foreach (var term in terms) term.Dispose();
            return (result, distance.MoveToOuterDisposeScope());
        }
        finally
        {
            terms.Clear();
            isWatching = false;
        }
    }

    public void Dispose()
    {
        foreach (var remove in removals) remove();
    }

    // (μ − μ₀)²/σ₀² + (ln σ²/σ₀²)², mean over channels: both parts have no unit.
    private void Watch(BatchNorm2d norm, Tensor input)
    {
        using var scope = NewDisposeScope();
        var clean = input.narrow(0, 0, Math.Min(cleanRows, input.shape[0]));
        var mean = clean.mean([0, 2, 3]);                                                  // [C]
        var variance = clean.sub(mean.view(1, -1, 1, 1)).square().mean([0, 2, 3]);         // [C]
        var kept = norm.running_var!.add(norm.eps);
        var shift = mean.sub(norm.running_mean!).square().div(kept);
        var spread = variance.add(norm.eps).div(kept).log().square();
        terms.Add(shift.add(spread).mean().DetachFromDisposeScope());
    }
}
