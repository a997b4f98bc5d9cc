using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>Mean of per-image differences.</summary>
/// <param name="RegressPValue">One-sided, that the mean is below zero.</param>
public sealed record MeanDifference(double Mean, Interval Interval, double RegressPValue)
{
    /// <param name="differences">One number per image; images are independent.</param>
    public static MeanDifference Of(ReadOnlySpan<double> differences, double level)
    {
        var mean = 0.0;
        foreach (var difference in differences) mean += difference;
        mean /= differences.Length;
        var squares = 0.0;
        foreach (var difference in differences) squares += (difference - mean) * (difference - mean);
        var error = differences.Length < 2 ? 0 : Math.Sqrt(squares / (differences.Length - 1) / differences.Length);
        var half = error * StandardNormal.TwoSidedQuantile(level);
        var p = error == 0 ? (mean < 0 ? 0 : 1) : StandardNormal.UpperTail(-mean / error);
        return new MeanDifference(mean, new Interval(mean - half, mean + half), p);
    }
}
