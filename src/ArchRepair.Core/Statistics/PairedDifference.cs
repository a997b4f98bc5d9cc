using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>The difference of two accuracies on the same images, after less before: negative when images were lost.</summary>
public static class PairedDifference
{
    /// <summary>Score interval of the difference; keeps its level even where the models hardly ever disagree.</summary>
    /// <param name="lost">Images right before and wrong after; ≥ 0.</param>
    /// <param name="gained">Images wrong before and right after; ≥ 0.</param>
    /// <param name="n">All images; ≥ 1 and ≥ lost + gained.</param>
    /// <param name="level">Confidence, strictly between 0 and 1, such as 0.95.</param>
    /// <returns>Interval of (gained − lost) / n, inside [−1, 1].</returns>
    /// <exception cref="ArgumentException">A count or the level is out of range.</exception>
    /// <remarks>Tango (1998), Stat. Med. 17:891: the differences at which the score statistic equals ±z.</remarks>
    public static Interval Tango(int lost, int gained, int n, double level)
    {
        Require.Discordant(lost, gained, n);
        Require.OpenUnit(level, nameof(level));
        var z = StandardNormal.TwoSidedQuantile(level);
        var estimate = ((double)gained - lost) / n;
        // The statistic falls strictly as the difference supposed rises, so each end is the one root on its side of the estimate.
        var lower = estimate <= -1 ? -1 : Root.Bisect(d => Score(lost, gained, n, d) > z, -1, estimate);
        var upper = estimate >= 1 ? 1 : Root.Bisect(d => Score(lost, gained, n, d) > -z, estimate, 1);
        return new Interval(lower, upper);
    }

    /// <summary>One-sided score test of "the difference is at least <paramref name="leastDifference"/>".</summary>
    /// <param name="lost">Images right before and wrong after; ≥ 0.</param>
    /// <param name="gained">Images wrong before and right after; ≥ 0.</param>
    /// <param name="n">All images; ≥ 1 and ≥ lost + gained.</param>
    /// <param name="leastDifference">Difference still allowed, strictly between −1 and 1: −0.01 allows a drop of a point.</param>
    /// <returns>p-value in [0,1], small when the drop is larger than chance explains.</returns>
    /// <exception cref="ArgumentException">A count or the difference is out of range.</exception>
    /// <remarks>Tango (1998), Stat. Med. 17:891. Asymptotic: where n is small, prefer the exact McNemar test.</remarks>
    public static double TangoRegressPValue(int lost, int gained, int n, double leastDifference)
    {
        Require.Discordant(lost, gained, n);
        if (leastDifference is not (> -1 and < 1))
            throw new ArgumentOutOfRangeException(nameof(leastDifference), leastDifference, "A difference to test lies strictly between -1 and 1.");
        return StandardNormal.UpperTail(-Score(lost, gained, n, leastDifference));
    }

    /// <summary>Interval from the two Wilson intervals, joined with the correlation of the pairs (method 10).</summary>
    /// <param name="counts">All four cells; ≥ 0, together ≥ 1: unlike Tango's, this interval depends on the concordant images.</param>
    /// <param name="level">Confidence, strictly between 0 and 1, such as 0.95.</param>
    /// <returns>Interval of (gained − lost) / n, inside [−1, 1].</returns>
    /// <exception cref="ArgumentException">A count or the level is out of range.</exception>
    /// <remarks>Newcombe (1998), Stat. Med. 17:2635, method 10: φ with the continuity correction of its numerator.</remarks>
    public static Interval Newcombe(PairedCounts counts, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(counts.Both, nameof(counts));
        ArgumentOutOfRangeException.ThrowIfNegative(counts.Neither, nameof(counts));
        Require.Discordant(counts.Lost, counts.Gained, counts.Images);
        var n = counts.Images;
        var rateBefore = (double)(counts.Both + counts.Lost) / n;
        var rateAfter = (double)(counts.Both + counts.Gained) / n;
        var before = Proportion.Wilson(counts.Both + counts.Lost, n, level);
        var after = Proportion.Wilson(counts.Both + counts.Gained, n, level);
        var phi = CorrectedPhi(counts);
        var difference = counts.Difference;
        return new Interval(
            Math.Max(-1, difference - Join(rateAfter - after.Lower, before.Upper - rateBefore, phi)),
            Math.Min(1, difference + Join(after.Upper - rateAfter, rateBefore - before.Lower, phi)));
    }

    // √(x² − 2φxy + y²) ≥ 0 for |φ| ≤ 1; rounding may dip below.
    private static double Join(double x, double y, double phi) => Math.Sqrt(Math.Max(0, x * x - 2 * phi * x * y + y * y));

    private static double CorrectedPhi(PairedCounts counts)
    {
        var (both, lost, gained, neither) = ((double)counts.Both, (double)counts.Lost, (double)counts.Gained, (double)counts.Neither);
        var margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither);
        if (margins == 0) return 0;
        var numerator = both * neither - lost * gained;
        if (numerator > 0) numerator = Math.Max(0, numerator - counts.Images / 2.0);
        return numerator / Math.Sqrt(margins);
    }

    /// <summary>Score statistic of "the difference is <paramref name="d"/>": positive where more images were gained than that.</summary>
    /// <remarks>
    /// Tango (1998), Stat. Med. 17:891: (gained − lost − n·d) / √(n·(2q + d·(1 − d))), q the likeliest rate of loss when
    /// the difference is d, the larger root of 2n·q² + B·q − lost·d·(1 − d) = 0 with B = (2n − gained + lost)·d − gained − lost.
    /// </remarks>
    private static double Score(double lost, double gained, double n, double d)
    {
        var b = (2 * n - gained + lost) * d - gained - lost;
        var c = -lost * d * (1 - d);
        var root = Math.Sqrt(Math.Max(0, b * b - 8 * n * c));
        // The form without cancellation: for b > 0 the plain formula subtracts two nearly equal numbers.
        var q = b > 0 ? -2 * c / (b + root) : (root - b) / (4 * n);
        var variance = n * (2 * q + d * (1 - d));
        var excess = gained - lost - n * d;
        if (variance > 0) return excess / Math.Sqrt(variance);
        return excess == 0 ? 0 : excess > 0 ? double.PositiveInfinity : double.NegativeInfinity;
    }
}
