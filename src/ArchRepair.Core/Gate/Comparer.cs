using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Gate;

/// <summary>Compares two evaluations image by image. Pure.</summary>
public static class Comparer
{
    /// <summary>
    /// What makes two evaluations incomparable, each as a sentence; empty when they saw the same pixels with the same labels.
    /// </summary>
    public static IReadOnlyList<string> Differences(Evaluation reference, Evaluation candidate)
    {
        var differences = new List<string>();
        if (reference.Data.LabelsHash != candidate.Data.LabelsHash)
            differences.Add($"labels: {reference.Labels.Length} images (hash {reference.Data.LabelsHash}) then, {candidate.Labels.Length} images (hash {candidate.Data.LabelsHash}) now.");
        if (reference.Data.Preprocessing != candidate.Data.Preprocessing)
            differences.Add($"preprocessing: '{reference.Data.Preprocessing}' then, '{candidate.Data.Preprocessing}' now.");
        foreach (var before in reference.Cells)
        {
            var after = candidate.Find(before.Cell);
            if (after is null) differences.Add($"cell {before.Cell}: recorded then, not measured now.");
            else if (after.Images != before.Images) differences.Add($"cell {before.Cell}: {before.Images} images then, {after.Images} now.");
            else if (after.PixelsHash != before.PixelsHash) differences.Add($"cell {before.Cell}: other pixels or another order (hash {before.PixelsHash} then, {after.PixelsHash} now).");
        }

        foreach (var after in candidate.Cells)
            if (reference.Find(after.Cell) is null) differences.Add($"cell {after.Cell}: measured now, not recorded then.");
        return differences;
    }

    /// <param name="level">Confidence level of the intervals, e.g. 0.99.</param>
    /// <exception cref="ArgumentException">The evaluations are not comparable; see <see cref="Differences"/>.</exception>
    public static Comparison Compare(Evaluation reference, Evaluation candidate, double level)
    {
        if (Differences(reference, candidate) is { Count: > 0 } differences) throw new ArgumentException(string.Join(" ", differences), nameof(candidate));

        var pairs = candidate.Cells.Select(after => (Before: reference.Find(after.Cell)!, After: after)).Where(pair => pair.After.Images > 0).ToArray();
        var cells = pairs.Select(pair => Pair(pair.Before, pair.After, level)).ToArray();
        AdjustCorrupted(cells);
        (CellOutcome Before, CellOutcome After)[] corrupted = [.. pairs.Where(pair => !pair.After.Cell.IsClean)];
        return new Comparison(cells, Mean(corrupted, level), ComparisonDetails.Classes(corrupted, candidate, level), ComparisonDetails.Mce(corrupted, level));
    }

    private static CellComparison Pair(CellOutcome before, CellOutcome after, double level)
    {
        var lost = before.Correct.AndNotCount(after.Correct);
        var gained = after.Correct.AndNotCount(before.Correct);
        var p = McNemar.ExactRegressPValue(lost, gained);
        return new CellComparison(
            after.Cell, after.Images, before.Accuracy, after.Accuracy, lost, gained,
            PairedDifference.Tango(lost, gained, after.Images, level), p, p);
    }

    private static void AdjustCorrupted(CellComparison[] cells)
    {
        var corrupted = Enumerable.Range(0, cells.Length).Where(i => !cells[i].Cell.IsClean).ToArray();
        var adjusted = Holm.Adjust([.. corrupted.Select(i => cells[i].PValue)]);
        for (var k = 0; k < corrupted.Length; k++) cells[corrupted[k]] = cells[corrupted[k]] with { AdjustedPValue = adjusted[k] };
    }

    // Cells share images: averaging each image over its cells first keeps one independent number per image.
    private static MeanComparison? Mean((CellOutcome Before, CellOutcome After)[] pairs, double level)
    {
        if (pairs.Length == 0) return null;
        var effects = ImageEffects.Of([.. pairs.Select(pair => new CellPair(pair.Before.Correct, pair.After.Correct))]);
        var mean = MeanDifference.Of(effects, level);
        return new MeanComparison(
            pairs.Max(pair => pair.After.Images), pairs.Average(pair => pair.Before.Accuracy), pairs.Average(pair => pair.After.Accuracy), mean.Interval, mean.RegressPValue);
    }
}
