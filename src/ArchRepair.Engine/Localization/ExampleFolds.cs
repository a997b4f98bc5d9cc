namespace ArchRepair.Engine.Localization;

/// <summary>
/// Deals examples into at most twenty folds, failures and passes apart. Statistics are kept by fold, so that their memory does
/// not grow with the examples, and intervals come from drawing folds again.
/// </summary>
/// <remarks>A cluster bootstrap: with twenty examples or fewer of a kind each is a fold of its own.</remarks>
internal sealed class ExampleFolds
{
    public const int Most = 20;

    public ExampleFolds(int failures, int passes)
    {
        (Failures, Passes) = (failures, passes);
        FailureFolds = Math.Min(failures, Most);
        PassFolds = Math.Min(passes, Most);
        Sizes = new int[FailureFolds + PassFolds];
        for (var example = 0; example < failures + passes; example++) Sizes[FoldOf(example)]++;
    }

    public int Failures { get; }

    public int Passes { get; }

    /// <summary>Folds [0, FailureFolds) hold failures, the others passes.</summary>
    public int FailureFolds { get; }

    public int PassFolds { get; }

    public int Count => Sizes.Length;

    /// <summary>Examples of each fold; ≥ 1.</summary>
    public int[] Sizes { get; }

    /// <summary>Fold of an example; failures come first.</summary>
    public int FoldOf(int example) =>
        example < Failures ? example % FailureFolds : FailureFolds + ((example - Failures) % PassFolds);

    /// <summary>Every fold once.</summary>
    public double[] UnitWeights() => [.. Enumerable.Repeat(1.0, Count)];

    /// <summary>How often each fold is drawn when failing and passing folds are drawn again with replacement.</summary>
    public double[] Resample(SplitMix random)
    {
        var weights = new double[Count];
        for (var i = 0; i < FailureFolds; i++) weights[random.Below(FailureFolds)]++;
        for (var i = 0; i < PassFolds; i++) weights[FailureFolds + random.Below(PassFolds)]++;
        return weights;
    }
}
