using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>
/// Intervals by resampling images, each with all its cells, for numbers that have no formula: calibration error, ratios. Bias-corrected
/// and accelerated (BCa).
/// </summary>
public static class Bootstrap
{
    private const int JackknifeGroups = 250;

    /// <summary>Interval of a mean over images; fast, since leaving an image out has a formula.</summary>
    /// <param name="perImage">One finite value for each of two or more images; see <see cref="ImageEffects"/>.</param>
    /// <param name="level">Confidence, strictly between 0 and 1, such as 0.95.</param>
    /// <param name="resamples">Number of resamples; ≥ 100. 2,000 hold the ends still to about 3 % of the width.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <exception cref="ArgumentException">There are fewer than two images, or an argument is out of range.</exception>
    /// <remarks><inheritdoc cref="Bca" path="/remarks"/></remarks>
    public static Interval BcaMean(ReadOnlySpan<double> perImage, double level, int resamples = 2000, ulong seed = 0)
    {
        RequireArguments(perImage.Length, level, resamples);
        Require.Finite(perImage, nameof(perImage));
        var values = perImage.ToArray();
        var estimate = Mean(values);
        // Leaving image i out moves the mean by (mean − x_i)/(N − 1): proportional to −(x_i − mean).
        var acceleration = Acceleration([.. values.Select(value => value - estimate)]);
        return Adjusted(estimate, Resample(values.Length, resamples, seed, images => MeanOf(values, images)), acceleration, level);
    }

    /// <summary>Interval of any number computed from images.</summary>
    /// <param name="images">Number of images; ≥ 2.</param>
    /// <param name="statistic">Computes the number; must give the same for the same images, in any order, and be finite.</param>
    /// <param name="level">Confidence, strictly between 0 and 1, such as 0.95.</param>
    /// <param name="resamples">Number of resamples; ≥ 100.</param>
    /// <param name="seed">Seed of the resampling and of the grouping.</param>
    /// <exception cref="ArgumentException">There are fewer than two images, or an argument is out of range.</exception>
    /// <exception cref="InvalidOperationException">The statistic gave no finite number.</exception>
    /// <remarks>
    /// Efron (1987), J. Am. Stat. Assoc. 82:171; Efron, Tibshirani (1993), An Introduction to the Bootstrap: ends (14.9), (14.10), bias
    /// correction z₀ (14.14) with ties counted half, acceleration a (14.15) by the jackknife, which leaves out groups of images where there
    /// are many: a is the same, since a group's skewness falls as the root of its size.
    /// </remarks>
    public static Interval Bca(int images, ImageStatistic statistic, double level, int resamples = 2000, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        RequireArguments(images, level, resamples);
        var random = new SeededRandom(seed);
        var order = random.Fork(1).Permutation(images);
        var estimate = Finite(statistic(order));
        var left = LeaveOut(order, Math.Min(images, JackknifeGroups), statistic);
        var middle = Mean(left);
        var acceleration = Acceleration([.. left.Select(value => middle - value)]);
        return Adjusted(estimate, Resample(images, resamples, seed, statistic), acceleration, level);
    }

    private static Interval Adjusted(double estimate, double[] resampled, double acceleration, double level)
    {
        Array.Sort(resampled);
        if (resampled[0] == resampled[^1]) return new Interval(Math.Min(estimate, resampled[0]), Math.Max(estimate, resampled[0]));
        var below = resampled.Count(value => value < estimate) + 0.5 * resampled.Count(value => value == estimate);
        // Kept off 0 and 1, whose quantiles are infinite: half a resample is the finest that the count can tell.
        var share = Math.Clamp(below / resampled.Length, 0.5 / resampled.Length, 1 - 0.5 / resampled.Length);
        var bias = -StandardNormal.UpperQuantile(share);
        var z = StandardNormal.TwoSidedQuantile(level);
        return new Interval(Quantile(resampled, Probability(-z)), Quantile(resampled, Probability(z)));

        // Efron, Tibshirani (1993), eq. (14.10): Φ(z₀ + (z₀ + z)/(1 − a·(z₀ + z))).
        double Probability(double end) => StandardNormal.UpperTail(-(bias + (bias + end) / (1 - acceleration * (bias + end))));
    }

    // Efron, Tibshirani (1993), eq. (14.15): Σu³ / (6·(Σu²)^(3/2)).
    private static double Acceleration(double[] influence)
    {
        var (squares, cubes) = (0.0, 0.0);
        foreach (var u in influence) (squares, cubes) = (squares + u * u, cubes + u * u * u);
        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    private static double[] LeaveOut(int[] order, int groups, ImageStatistic statistic)
    {
        var left = new double[groups];
        for (var g = 0; g < groups; g++)
        {
            var (from, to) = ((int)((long)order.Length * g / groups), (int)((long)order.Length * (g + 1) / groups));
            left[g] = Finite(statistic([.. order[..from], .. order[to..]]));
        }
        return left;
    }

    private static double[] Resample(int images, int resamples, ulong seed, ImageStatistic statistic)
    {
        var random = new SeededRandom(seed);
        var chosen = new int[images];
        var results = new double[resamples];
        for (var b = 0; b < resamples; b++)
        {
            for (var i = 0; i < images; i++) chosen[i] = random.NextInt(images);
            results[b] = Finite(statistic(chosen));
        }
        return results;
    }

    // Linear interpolation between order statistics: type 7 of Hyndman, Fan (1996), Am. Stat. 50:361.
    private static double Quantile(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    private static double MeanOf(double[] values, ReadOnlySpan<int> images)
    {
        var sum = 0.0;
        foreach (var image in images) sum += values[image];
        return sum / images.Length;
    }

    private static double Mean(double[] values) => values.Sum() / values.Length;

    private static double Finite(double value) => double.IsFinite(value)
        ? value
        : throw new InvalidOperationException(Require.Text($"The statistic gave {value} on a resample; it must be a finite number."));

    private static void RequireArguments(int images, double level, int resamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        Require.OpenUnit(level, nameof(level));
    }
}
