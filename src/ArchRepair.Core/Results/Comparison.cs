namespace ArchRepair.Core.Results;

/// <summary>A candidate against a reference on identical pixels.</summary>
/// <param name="Cells">Cells that both have, the clean one included, in the candidate's order.</param>
/// <param name="Mean">Per-image averages over the corrupted cells, as one number; null without corrupted cells.</param>
/// <param name="Classes">The corrupted cells split by true class, in order of class; null in files of older versions.</param>
/// <param name="Mce">Mean corruption error against the reference; null where it has no meaning.</param>
public sealed record Comparison(
    IReadOnlyList<CellComparison> Cells, MeanComparison? Mean, IReadOnlyList<ClassComparison>? Classes = null, MeanCorruptionError? Mce = null)
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

/// <summary>Corrupted images of one true class, over all corrupted cells.</summary>
/// <param name="Images">Base images of the class.</param>
/// <param name="Before">Mean over cells of the reference's accuracy on them, in [0,1].</param>
/// <param name="After">Mean over cells of the candidate's accuracy on them, in [0,1].</param>
/// <param name="Lost">Answers that only the reference got right, summed over cells.</param>
/// <param name="Gained">Answers that only the candidate got right, summed over cells.</param>
/// <param name="Change">Interval of After − Before over images.</param>
/// <param name="Name">The class's name, or its index where it has none.</param>
/// <param name="PValue">One-sided, that the mean fell, by per-image averages.</param>
/// <param name="AdjustedPValue">After Holm over the classes.</param>
public sealed record ClassComparison(
    int Class, int Images, double Before, double After, int Lost, int Gained, Interval Change,
    string Name = "", double PValue = 1, double AdjustedPValue = 1);

/// <summary>
/// mCE with the reference in the place of AlexNet: the mean over corruptions of the candidate's error, summed over severities, as a
/// share of the reference's. 1 is as bad as the reference, less is better.
/// </summary>
/// <param name="After">Of the candidate; the reference has 1.</param>
/// <param name="Interval">Of After, with the reference's errors as fixed denominators.</param>
public sealed record MeanCorruptionError(double After, Interval Interval);
