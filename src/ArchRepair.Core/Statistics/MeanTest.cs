using ArchRepair.Core.Results;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ArchRepair.Core.Statistics;

/// <summary>Tests a mean over all cells by one value for each image: see <see cref="ImageEffects"/>.</summary>
public static class MeanTest
{
    /// <param name="effects">Values of one or more images.</param>
    /// <exception cref="ArgumentException">There is no image, or a value exceeds the bound.</exception>
    public static MeanEstimate Estimate(ImageEffects effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        return Estimate([.. effects.Values], effects.Bound);
    }

    /// <param name="perImage">One finite value for each of one or more images, such as its mean difference over its cells.</param>
    /// <param name="bound">Largest size that a value could have had: 1 for averages of right-or-wrong differences.</param>
    /// <exception cref="ArgumentException">There is no image, or a value exceeds the bound.</exception>
    public static MeanEstimate Estimate(ReadOnlySpan<double> perImage, double bound = 1)
    {
        if (perImage.IsEmpty) throw new ArgumentException("There is no image to average over.", nameof(perImage));
        Require.Finite(perImage, nameof(perImage));
        var sum = 0.0;
        foreach (var value in perImage)
        {
            sum += value;
            if (Math.Abs(value) > bound * (1 + 1e-9))
                throw new ArgumentException(Require.Text($"An image has the value {value}, beyond the bound of {bound}."), nameof(perImage));
        }
        // Equal values differ from their mean by rounding alone, and a variance made of rounding would be believed.
        if (perImage.IndexOfAnyExcept(perImage[0]) < 0) return new MeanEstimate(perImage[0], 0, perImage.Length, bound);
        var mean = sum / perImage.Length;
        var squares = 0.0;
        foreach (var value in perImage) squares += (value - mean) * (value - mean);
        return new MeanEstimate(mean, Math.Sqrt(squares / (perImage.Length - 1.0) / perImage.Length), perImage.Length, bound);
    }

    /// <summary>Interval of the mean.</summary>
    /// <param name="estimate">From <c>Estimate</c>.</param>
    /// <param name="level">Confidence, strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    /// <remarks>
    /// Student (1908), Biometrika 6:1: mean ± t·s/√N with N − 1 degrees of freedom. Where all N values are the same, the interval holds the
    /// means that do not contradict this at half of 1 − level on either side: see <see cref="RegressPValue"/>.
    /// </remarks>
    public static Interval Interval(MeanEstimate estimate, double level)
    {
        Require.OpenUnit(level, nameof(level));
        if (estimate.StandardError == 0)
        {
            var rest = 1 - Math.Pow((1 - level) / 2, 1.0 / estimate.Images);
            return new Interval(estimate.Mean - rest * (estimate.Mean + estimate.Bound), estimate.Mean + rest * (estimate.Bound - estimate.Mean));
        }
        var t = -StudentT.InvCDF(0, 1, estimate.Images - 1, (1 - level) / 2);
        return new Interval(estimate.Mean - t * estimate.StandardError, estimate.Mean + t * estimate.StandardError);
    }

    /// <summary>One-sided test of "the mean is at least <paramref name="leastMean"/>": small when the drop is larger than chance explains.</summary>
    /// <param name="estimate">From <c>Estimate</c>.</param>
    /// <param name="leastMean">Mean still allowed: 0 for "no worse", −0.01 for "at most a point worse", 0.01 for "at least a point better".</param>
    /// <returns>p-value in [0,1].</returns>
    /// <remarks>
    /// Student's t with N − 1 degrees of freedom. Where all N values are the same v &lt; leastMean, no variance can be estimated, and
    /// p = ((B − leastMean)/(B − v))ᴺ: a mean of leastMean or more with values up to the bound B leaves v at most that much probability.
    /// </remarks>
    public static double RegressPValue(MeanEstimate estimate, double leastMean = 0)
    {
        if (estimate.StandardError == 0)
        {
            if (estimate.Mean >= leastMean) return 1;
            return Math.Pow(Math.Max(0, estimate.Bound - leastMean) / (estimate.Bound - estimate.Mean), estimate.Images);
        }
        var t = (estimate.Mean - leastMean) / estimate.StandardError;
        var degrees = estimate.Images - 1.0;
        // P(T ≤ −|t|) = ½·I_{ν/(ν+t²)}(ν/2, ½): Abramowitz, Stegun (1964), 26.7.1. A tail as a tail, never one minus the rest.
        var tail = SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
        return t <= 0 ? tail : 1 - tail;
    }

    /// <summary>Two-sided test of "the mean is <paramref name="mean"/>".</summary>
    /// <param name="estimate">From <c>Estimate</c>.</param>
    /// <param name="mean">Mean supposed; 0 for "no change".</param>
    /// <returns>p-value in [0,1]: twice the smaller of the two one-sided ones.</returns>
    public static double PValue(MeanEstimate estimate, double mean = 0)
    {
        var mirrored = estimate with { Mean = -estimate.Mean };
        return Math.Min(1, 2 * Math.Min(RegressPValue(estimate, mean), RegressPValue(mirrored, -mean)));
    }
}
