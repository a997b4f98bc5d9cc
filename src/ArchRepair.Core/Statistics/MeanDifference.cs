using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>Mean of per-image differences, as a report shows it.</summary>
/// <param name="Mean">Mean over images; negative where images were lost.</param>
/// <param name="Interval">Interval of the mean.</param>
/// <param name="RegressPValue">One-sided p-value of "no worse than before".</param>
public sealed record MeanDifference(double Mean, Interval Interval, double RegressPValue)
{
    /// <param name="effects">Values of one or more images.</param>
    /// <param name="level">Confidence of the interval, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no image, or the level is out of range.</exception>
    public static MeanDifference Of(ImageEffects effects, double level) => Of(MeanTest.Estimate(effects), level);

    /// <param name="differences">One number for each of one or more images; images are independent.</param>
    /// <param name="level">Confidence of the interval, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no image, a number is not finite, or the level is out of range.</exception>
    public static MeanDifference Of(ReadOnlySpan<double> differences, double level)
    {
        var bound = 1.0;
        foreach (var difference in differences) bound = Math.Max(bound, Math.Abs(difference));
        return Of(MeanTest.Estimate(differences, bound), level);
    }

    private static MeanDifference Of(MeanEstimate estimate, double level) =>
        new(estimate.Mean, MeanTest.Interval(estimate, level), MeanTest.RegressPValue(estimate));
}
