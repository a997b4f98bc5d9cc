using ArchRepair.Core.Results;

namespace ArchRepair.Engine.Localization;

/// <summary>Intervals of scores by drawing the examples again, and whether the first two groups can be told apart.</summary>
/// <param name="Intervals">Of each group; every one holds its score.</param>
/// <param name="TopIsAmbiguous">The interval of the first group's lead over the second reaches 0.</param>
/// <remarks>
/// Percentile bootstrap, Efron (1979), Ann. Stat. 7:1, over folds of examples. Thresholds of status and relative gradients stay as
/// they were: intervals tell how status and drift depend on the examples.
/// </remarks>
internal sealed record ScoreIntervals(IReadOnlyList<Interval> Intervals, bool TopIsAmbiguous)
{
    public static ScoreIntervals Of(
        GroupScorer scorer, GroupScores scores, ExampleFolds folds, LocalizationOptions options, ulong seed, CancellationToken cancellation) =>
        Of(scorer, scores, folds.Resample, options, seed, cancellation);

    /// <param name="resample">How often each fold counts in a resample.</param>
    public static ScoreIntervals Of(
        GroupScorer scorer, GroupScores scores, Func<SplitMix, double[]> resample, LocalizationOptions options, ulong seed, CancellationToken cancellation)
    {
        var groups = scores.Scores.Length;
        var order = scores.Order();
        if (options.Resamples == 0)
            return new ScoreIntervals([.. scores.Scores.Select(score => new Interval(score, score))], groups > 1 && Tie(scores, order));
        var random = new SplitMix(seed);
        var drawn = new double[groups][];
        for (var group = 0; group < groups; group++) drawn[group] = new double[options.Resamples];
        var leads = new double[options.Resamples];
        for (var sample = 0; sample < options.Resamples; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            var resampled = scorer.Scores(resample(random));
            for (var group = 0; group < groups; group++) drawn[group][sample] = resampled[group];
            if (groups > 1) leads[sample] = resampled[order[0]] - resampled[order[1]];
        }
        var tail = (1 - options.Confidence) / 2;
        IReadOnlyList<Interval> intervals =
        [
            .. drawn.Select((values, group) => new Interval(
                Math.Min(scores.Scores[group], Quantile(values, tail)), Math.Max(scores.Scores[group], Quantile(values, 1 - tail)))),
        ];
        return new ScoreIntervals(intervals, groups > 1 && (Tie(scores, order) || Quantile(leads, tail) <= 0));
    }

    /// <summary>The quantile by linear interpolation between order statistics. Hyndman, Fan (1996), Am. Stat. 50:361, definition 7.</summary>
    internal static double Quantile(ReadOnlySpan<double> values, double probability)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var place = probability * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static bool Tie(GroupScores scores, int[] order) => scores.Scores[order[0]] <= scores.Scores[order[1]];
}
