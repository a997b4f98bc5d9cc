using ArchRepair.Core.Results;

namespace ArchRepair.Core.Sharding;

/// <summary>What measuring costs, for plans and estimates.</summary>
public static class CellCosts
{
    /// <summary>Seconds an image of each cell took, summed over threads, by cell text.</summary>
    public static IReadOnlyDictionary<string, double> Of(IEnumerable<CellPart> parts) => parts
        .GroupBy(part => part.Cell)
        .Where(cell => cell.Sum(part => part.Count) > 0)
        .ToDictionary(cell => cell.Key.ToString(), cell => cell.Sum(part => part.Seconds) / cell.Sum(part => part.Count), StringComparer.Ordinal);
}
