namespace ArchRepair.Core.Statistics;

/// <summary>Holds the chance of even one false alarm among many tests at alpha, whatever their dependence.</summary>
public static class Holm
{
    /// <summary>Adjusted p-values: reject where the adjusted value is at most alpha.</summary>
    /// <param name="pValues">p-values in [0,1], in any order; may be empty.</param>
    /// <returns>Adjusted p-values in the order of the input, each in [p, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not in [0,1].</exception>
    /// <remarks>Holm (1979), Scand. J. Stat. 6:65: the running maximum of (m − i)·p₍ᵢ₎, i = 0 … m−1, at most 1.</remarks>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        Require.Probabilities(pValues, nameof(pValues));
        var order = Ranking.Ascending(pValues);
        var adjusted = new double[pValues.Length];
        var running = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = running;
        }
        return adjusted;
    }
}
