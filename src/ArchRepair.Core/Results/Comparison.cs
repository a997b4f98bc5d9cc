namespace ArchRepair.Core.Results;

/// <summary>A candidate against a reference on identical pixels.</summary>
/// <param name="Cells">Cells that both have, the clean one included, in the candidate's order.</param>
/// <param name="Mean">Per-image averages over the corrupted cells, as one number; null without corrupted cells.</param>
public sealed record Comparison(IReadOnlyList<CellComparison> Cells, MeanComparison? Mean)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public CellComparison? Clean => Cells.FirstOrDefault(cell => cell.Cell.IsClean);

    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<CellComparison> Corrupted => Cells.Where(cell => !cell.Cell.IsClean);
}

/// <summary>One cell, image by image.</summary>
/// <param name="Before">Accuracy of the reference, in [0,1].</param>
/// <param name="After">Accuracy of the candidate, in [0,1].</param>
/// <param name="Lost">Images that only the reference got right.</param>
/// <param name="Gained">Images that only the candidate got right.</param>
/// <param name="Change">Interval of After − Before (Tango), at the policy's level.</param>
/// <param name="PValue">Exact McNemar, one-sided for a loss.</param>
/// <param name="AdjustedPValue">After Holm over the corrupted cells; equals PValue for the clean cell.</param>
public sealed record CellComparison(
    Cell Cell,
    int Images,
    double Before,
    double After,
    int Lost,
    int Gained,
    Interval Change,
    double PValue,
    double AdjustedPValue);

/// <summary>Mean corrupted accuracy, tested by per-image averages.</summary>
/// <param name="Change">Interval of After − Before.</param>
/// <param name="PValue">One-sided, that the mean fell.</param>
public sealed record MeanComparison(int Images, double Before, double After, Interval Change, double PValue);
