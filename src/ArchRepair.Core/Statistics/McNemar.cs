using MathNet.Numerics;

namespace ArchRepair.Core.Statistics;

/// <summary>
/// Tests of two classifiers on the same images: only images where exactly one of them is right carry information, and if neither is
/// better, each such image is a fair coin. McNemar (1947), Psychometrika 12:153.
/// </summary>
public static class McNemar
{
    /// <summary>Exact two-sided test; its false-alarm rate never exceeds alpha, and is often well below.</summary>
    /// <param name="lost">Images right before and wrong after; ≥ 0.</param>
    /// <param name="gained">Images wrong before and right after; ≥ 0.</param>
    /// <returns>p-value in [0,1]; 1 when the models never disagree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <remarks>
    /// Doubled tail of Binomial(lost + gained, ½), at most 1. Fagerland, Lydersen, Laake (2013), BMC Med. Res. Methodol. 13:91,
    /// additional file, eq. (1).
    /// </remarks>
    public static double ExactPValue(int lost, int gained)
    {
        RequireCounts(lost, gained);
        return Math.Min(1, 2 * AtLeast(Math.Max(lost, gained), Math.Min(lost, gained)));
    }

    /// <summary>Mid-p two-sided test: half of the observed table's own probability is left out. Less conservative, and may exceed alpha slightly.</summary>
    /// <inheritdoc cref="ExactPValue" path="/param|/returns|/exception"/>
    /// <remarks>
    /// Exact p-value less the point probability; 1 − ½ point probability where the counts are equal. Fagerland, Lydersen, Laake (2013),
    /// BMC Med. Res. Methodol. 13:91, additional file, eq. (2) and the sentence after it.
    /// </remarks>
    public static double MidPValue(int lost, int gained)
    {
        RequireCounts(lost, gained);
        if (lost == 0 && gained == 0) return 1;
        var (more, fewer) = (Math.Max(lost, gained), Math.Min(lost, gained));
        return more == fewer ? 1 - Point(more, fewer) / 2 : 2 * AtLeast(more, fewer) - Point(more, fewer);
    }

    /// <summary>Exact one-sided test of "not worse than before": small when more images were lost than chance explains.</summary>
    /// <inheritdoc cref="ExactPValue" path="/param|/returns|/exception"/>
    /// <remarks>P(X ≥ lost), X ~ Binomial(lost + gained, ½).</remarks>
    public static double ExactRegressPValue(int lost, int gained)
    {
        RequireCounts(lost, gained);
        return AtLeast(lost, gained);
    }

    /// <summary>Mid-p one-sided test of "not worse than before".</summary>
    /// <param name="lost">Images right before and wrong after; ≥ 0.</param>
    /// <param name="gained">Images wrong before and right after; ≥ 0.</param>
    /// <returns>p-value in [0,1]; ½ when the models never disagree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <remarks>P(X ≥ lost) − ½ P(X = lost), X ~ Binomial(lost + gained, ½). Lancaster (1961), J. Am. Stat. Assoc. 56:223.</remarks>
    public static double MidRegressPValue(int lost, int gained)
    {
        RequireCounts(lost, gained);
        return AtLeast(lost, gained) - Point(lost, gained) / 2;
    }

    // P(X ≥ k), X ~ Binomial(k + rest, ½), as I_½(k, rest + 1): a tail as a tail, never one minus the rest.
    private static double AtLeast(int k, int rest) => k == 0 ? 1 : SpecialFunctions.BetaRegularized(k, rest + 1.0, 0.5);

    private static double Point(int lost, int gained)
    {
        var n = lost + gained;
        return Math.Exp(SpecialFunctions.BinomialLn(n, lost) - n * Constants.Ln2);
    }

    private static void RequireCounts(int lost, int gained)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lost);
        ArgumentOutOfRangeException.ThrowIfNegative(gained);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gained, int.MaxValue - lost);
    }
}
