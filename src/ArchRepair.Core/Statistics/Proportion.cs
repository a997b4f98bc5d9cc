using ArchRepair.Core.Results;
using MathNet.Numerics;

namespace ArchRepair.Core.Statistics;

/// <summary>Intervals of one rate, such as the accuracy of a cell.</summary>
public static class Proportion
{
    /// <summary>Score interval: covers <paramref name="level"/> on average over rates, narrow, never outside [0,1].</summary>
    /// <param name="successes">Right answers; in [0, <paramref name="n"/>].</param>
    /// <param name="n">Images; ≥ 1.</param>
    /// <param name="level">Confidence, strictly between 0 and 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the level is out of range.</exception>
    /// <remarks>Wilson (1927), J. Am. Stat. Assoc. 22:209; formula (4) of Brown, Cai, DasGupta (2001), Stat. Sci. 16:101.</remarks>
    public static Interval Wilson(int successes, int n, double level)
    {
        RequireCounts(successes, n, level);
        var z = StandardNormal.TwoSidedQuantile(level);
        var zz = z * z;
        var rate = (double)successes / n;
        var middle = (rate + zz / (2.0 * n)) / (1 + zz / n);
        var half = z / (1 + zz / n) * Math.Sqrt(rate * (1 - rate) / n + zz / (4.0 * n * n));
        return new Interval(successes == 0 ? 0 : Math.Max(0, middle - half), successes == n ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>"Exact" interval from the binomial tails: covers at least <paramref name="level"/> for every rate, wider than Wilson's.</summary>
    /// <inheritdoc cref="Wilson" path="/param|/exception"/>
    /// <remarks>
    /// Clopper, Pearson (1934), Biometrika 26:404: lower end p with P(X ≥ k | p) = (1 − level)/2, upper end p with P(X ≤ k | p) the
    /// same. P(X ≥ k | p) is the regularized incomplete beta function I_p(k, n − k + 1).
    /// </remarks>
    public static Interval ClopperPearson(int successes, int n, double level)
    {
        RequireCounts(successes, n, level);
        var tail = (1 - level) / 2;
        return new Interval(LowerBound(successes, n, tail), 1 - LowerBound(n - successes, n, tail));
    }

    private static double LowerBound(int successes, int n, double tail) => successes == 0
        ? 0
        : Root.Bisect(rate => SpecialFunctions.BetaRegularized(successes, n - successes + 1.0, rate) < tail, 0, 1);

    private static void RequireCounts(int successes, int n, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        Require.OpenUnit(level, nameof(level));
    }
}
