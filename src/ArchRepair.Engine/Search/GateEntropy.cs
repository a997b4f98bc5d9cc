namespace ArchRepair.Engine.Search;

/// <summary>How undecided a search still is.</summary>
internal static class GateEntropy
{
    /// <summary>Mean over edges of the entropy of |gate| shares, divided by its greatest value log O.</summary>
    /// <param name="edges">Gates of each edge, O ≥ 1 of them.</param>
    /// <returns>In [0,1]: 1 when all operations count alike (also when all gates are zero), 0 when each edge has one.</returns>
    public static double Of(IEnumerable<IReadOnlyList<double>> edges) =>
        edges.Where(gates => gates.Count > 1).Select(Normalized).DefaultIfEmpty(0).Average();

    private static double Normalized(IReadOnlyList<double> gates)
    {
        var sum = gates.Sum(Math.Abs);
        if (!double.IsFinite(sum) || sum <= 0) return 1;
        return gates.Select(gate => Math.Abs(gate) / sum).Where(share => share > 0).Sum(share => -share * Math.Log(share)) / Math.Log(gates.Count);
    }
}
