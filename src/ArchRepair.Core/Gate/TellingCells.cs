using ArchRepair.Core.Results;

namespace ArchRepair.Core.Gate;

/// <summary>
/// Chooses the cells whose failures tell most about what broke. Under heavy noise a healthy model fails as well; where nearly all
/// failures are new, a failing example is almost surely one of the damage.
/// </summary>
public static class TellingCells
{
    private const double Significance = 0.05;
    private const int Most = 10;

    /// <summary>
    /// Cells that fell, the clean one included, by the share of their failures that is new: (lost − gained) / failures now. Those with
    /// at least half of the best cell's share are kept, at most ten.
    /// </summary>
    /// <returns>In descending order; empty when no cell fell.</returns>
    public static IReadOnlyList<Cell> Of(Comparison comparison)
    {
        var fallen = comparison.Cells.Where(cell => cell.Lost > cell.Gained).ToArray();
        var significant = fallen.Where(cell => cell.PValue < Significance).ToArray();
        var ranked = (significant.Length > 0 ? significant : fallen).OrderByDescending(NewShare).ToArray();
        return [.. ranked.TakeWhile(cell => NewShare(cell) >= NewShare(ranked[0]) / 2).Take(Most).Select(cell => cell.Cell)];
    }

    private static double NewShare(CellComparison cell) => (cell.Lost - cell.Gained) / Math.Max(cell.Images * (1 - cell.After), 1);
}
