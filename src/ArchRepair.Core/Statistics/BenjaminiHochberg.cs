namespace ArchRepair.Core.Statistics;

/// <summary>Holds the expected share of false alarms among the alarms at alpha; for advice, not for blocking.</summary>
public static class BenjaminiHochberg
{
    /// <summary>Adjusted p-values: list as suspicious where the adjusted value is at most alpha.</summary>
    /// <param name="pValues">p-values in [0,1], in any order; may be empty.</param>
    /// <returns>Adjusted p-values in the order of the input, each in [p, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in [0,1].</exception>
    /// <remarks>
    /// Benjamini, Hochberg (1995), J. R. Stat. Soc. B 57:289, procedure (1): the running minimum from above of p₍ᵢ₎·m/i, i = 1 … m.
    /// Proven for independent or positively dependent tests (Benjamini, Yekutieli 2001, Ann. Stat. 29:1165), such as cells that share
    /// their images.
    /// </remarks>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        Require.Probabilities(pValues, nameof(pValues));
        var order = Ranking.Ascending(pValues);
        var adjusted = new double[pValues.Length];
        var running = 1.0;
        for (var i = order.Length; i >= 1; i--)
        {
            running = Math.Min(running, pValues[order[i - 1]] * ((double)order.Length / i));
            adjusted[order[i - 1]] = running;
        }
        return adjusted;
    }
}
