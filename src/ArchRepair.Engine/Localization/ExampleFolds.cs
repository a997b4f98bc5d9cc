namespace ArchRepair.Engine.Localization;

/// <summary>
/// Deals examples into at most twenty folds, failures and passes apart, or a few for each part of the failures. Statistics are kept
/// by fold, so that their memory does not grow with the examples; intervals come from drawing folds again, and what one part of the
/// failures says from looking at its folds alone.
/// </summary>
/// <remarks>A cluster bootstrap: with twenty examples or fewer of a kind each is a fold of its own.</remarks>
internal sealed class ExampleFolds
{
    public const int Most = 20;

    private const int FewestOfPart = 2;

    private readonly IReadOnlyList<int> firstFolds;

    public ExampleFolds(int failures, int passes)
        : this([failures], passes, Most)
    {
    }

    private ExampleFolds(IReadOnlyList<int> parts, int passes, int foldsOfPart)
    {
        Parts = parts;
        Passes = passes;
        Failures = parts.Sum();
        var first = new List<int> { 0 };
        foreach (var size in parts) first.Add(first[^1] + Math.Min(size, foldsOfPart));
        firstFolds = first;
        FailureFolds = first[^1];
        PassFolds = Math.Min(passes, Most);
        Sizes = new int[FailureFolds + PassFolds];
        for (var example = 0; example < Failures + passes; example++) Sizes[FoldOf(example)]++;
    }

    public int Failures { get; }

    public int Passes { get; }

    /// <summary>Failures of each part, in order.</summary>
    public IReadOnlyList<int> Parts { get; }

    /// <summary>Folds [0, FailureFolds) hold failures, the others passes.</summary>
    public int FailureFolds { get; }

    public int PassFolds { get; }

    public int Count => Sizes.Length;

    /// <summary>Examples of each fold; ≥ 1.</summary>
    public int[] Sizes { get; }

    /// <summary>Folds for failures that lie part by part.</summary>
    /// <param name="parts">Failures of each part; ≥ 1.</param>
    public static ExampleFolds InParts(IReadOnlyList<int> parts, int passes) =>
        new(parts, passes, Math.Max(FewestOfPart, Most / Math.Max(1, parts.Count)));

    /// <summary>Fold of an example; failures come first.</summary>
    public int FoldOf(int example)
    {
        if (example >= Failures) return FailureFolds + ((example - Failures) % PassFolds);
        var (part, within) = (0, example);
        while (within >= Parts[part]) within -= Parts[part++];
        return firstFolds[part] + (within % (firstFolds[part + 1] - firstFolds[part]));
    }

    /// <summary>Every fold once.</summary>
    public double[] UnitWeights() => [.. Enumerable.Repeat(1.0, Count)];

    /// <summary>The folds of some consecutive parts and of all passes once, the others not at all.</summary>
    public double[] WeightsOf(int firstPart, int parts = 1) =>
    [
        .. Enumerable.Range(0, Count).Select(fold =>
            fold >= FailureFolds || (fold >= firstFolds[firstPart] && fold < firstFolds[firstPart + parts]) ? 1.0 : 0.0),
    ];

    /// <summary>How often each fold is drawn when failing and passing folds are drawn again with replacement.</summary>
    public double[] Resample(SplitMix random) => Resample(random, Parts.Count);

    /// <summary>The same for the first parts of the failures alone.</summary>
    public double[] Resample(SplitMix random, int parts)
    {
        var weights = new double[Count];
        for (var i = 0; i < firstFolds[parts]; i++) weights[random.Below(firstFolds[parts])]++;
        for (var i = 0; i < PassFolds; i++) weights[FailureFolds + random.Below(PassFolds)]++;
        return weights;
    }
}
