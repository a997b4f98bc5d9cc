using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Reporting.Facts;

/// <summary>Mean corrupted accuracy and its uncertainty, of all corruptions or of some.</summary>
internal static class MeanAccuracy
{
    /// <summary>Interval of the mean over images of each image's share of right answers; null without corrupted images.</summary>
    /// <remarks>Cells share images, so images and not answers are the independent units.</remarks>
    public static Interval? IntervalOf(Evaluation evaluation, double level)
    {
        CellOutcome[] cells = [.. evaluation.Corrupted.Where(outcome => outcome.Images > 0)];
        if (cells.Length == 0) return null;
        var images = cells.Max(outcome => outcome.Images);
        var shares = new double[images];
        foreach (var outcome in cells)
        {
            var weight = (double)images / outcome.Images / cells.Length;
            for (var i = 0; i < outcome.Images; i++)
                if (outcome.Correct[i]) shares[i] += weight;
        }

        var interval = MeanDifference.Of(shares, level).Interval;
        return new Interval(Math.Clamp(interval.Lower, 0, 1), Math.Clamp(interval.Upper, 0, 1));
    }

    /// <summary>Two evaluations of the same images over the chosen corruptions only; null when there are none.</summary>
    public static MeanComparison? Compare(Evaluation before, Evaluation after, Func<string, bool> isChosen, double level)
    {
        var chosenBefore = Choose(before, isChosen);
        var chosenAfter = Choose(after, isChosen);
        return chosenAfter.Cells.Count == 0 || Comparer.Differences(chosenBefore, chosenAfter).Count > 0
            ? null
            : Comparer.Compare(chosenBefore, chosenAfter, level).Mean;
    }

    private static Evaluation Choose(Evaluation evaluation, Func<string, bool> isChosen) => evaluation with
    {
        Cells = [.. evaluation.Corrupted.Where(outcome => outcome.Images > 0 && isChosen(outcome.Cell.Corruption))],
    };
}
