using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Gate;

/// <summary>What a comparison tells beyond what the gate decides by.</summary>
internal static class ComparisonDetails
{
    /// <summary>The corrupted cells split by true class.</summary>
    public static IReadOnlyList<ClassComparison> Classes((CellOutcome Before, CellOutcome After)[] corrupted, Evaluation evaluation, double level)
    {
        if (corrupted.Length == 0) return [];
        int[] labels = [.. evaluation.Labels.AsSpan().ToArray().Select(label => (int)label)];
        // A damaged or foreign file may have cells longer than its labels; then there is no class to speak of.
        if (labels.Length == 0 || corrupted.Any(pair => pair.After.Images > labels.Length)) return [];
        CellPair[] cells = [.. corrupted.Select(pair => new CellPair(pair.Before.Correct, pair.After.Correct))];
        var changes = ClassChanges.Of(cells, labels, labels.Max() + 1);
        double[] pValues = [.. changes.Select(change => MeanTest.RegressPValue(change.Change))];
        var adjusted = Holm.Adjust(pValues);
        return
        [
            .. changes.Select((change, i) => new ClassComparison(
                change.Class, change.Images, change.Before, change.After, change.Counts.Lost, change.Counts.Gained, MeanTest.Interval(change.Change, level),
                evaluation.Model.ClassName(change.Class), pValues[i], adjusted[i])),
        ];
    }

    /// <summary>mCE against the reference; null where a corruption never hurt it or corruptions have other severities than others.</summary>
    public static MeanCorruptionError? Mce((CellOutcome Before, CellOutcome After)[] corrupted, double level)
    {
        if (corrupted.Length == 0) return null;
        var errors = corrupted.GroupBy(pair => pair.Before.Cell.Corruption).ToDictionary(group => group.Key, group => group.Average(pair => 1 - pair.Before.Accuracy), StringComparer.Ordinal);
        int[] severities = [.. corrupted.Select(pair => pair.Before.Cell.Severity).Distinct().Order()];
        var reference = new ReferenceErrors("the baseline", "measured", errors, null, severities);
        CellError[] after = [.. corrupted.Select(pair => new CellError(pair.After.Cell, 1 - pair.After.Accuracy))];
        if (CorruptionError.Problems(after, reference).Any()) return null;
        var weights = CorruptionError.Weights(after, reference);
        var mean = CorruptionError.Mean(after, reference);
        // An image's effect is in accuracy: minus its mean is the change of mCE from 1.
        var change = MeanDifference.Of(ImageEffects.Of([.. corrupted.Select(pair => new CellPair(pair.Before.Correct, pair.After.Correct))], weights), level).Interval;
        return new MeanCorruptionError(mean, new Interval(Math.Max(0, 1 - change.Upper), Math.Max(0, 1 - change.Lower)));
    }
}
