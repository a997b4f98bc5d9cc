namespace ArchRepair.Core.Statistics;

internal static class Ranking
{
    /// <summary>Indices of the values from smallest to largest, ties in the order given, so that results repeat.</summary>
    public static int[] Ascending(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        return [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])];
    }
}
