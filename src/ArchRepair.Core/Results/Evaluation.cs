using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>
/// A model's outcome on every image of every cell. Single outcomes are kept, not only accuracies: baseline and candidate are
/// compared image by image.
/// </summary>
/// <param name="Labels">True class of each base image.</param>
/// <param name="Cells">The clean cell first, then corruptions in published order, severities ascending.</param>
/// <param name="Seconds">Wall time of the measurement.</param>
/// <param name="Marks">For each base image one mark of its pixels in all corrupted cells; null where cells have different numbers of images.</param>
public sealed record Evaluation(
    ModelIdentity Model,
    DataIdentity Data,
    ClassSequence Labels,
    IReadOnlyList<CellOutcome> Cells,
    double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImageMarks? Marks = null)
{
    [JsonIgnore]
    public CellOutcome? Clean => Cells.FirstOrDefault(outcome => outcome.Cell.IsClean);

    [JsonIgnore]
    public IEnumerable<CellOutcome> Corrupted => Cells.Where(outcome => !outcome.Cell.IsClean);

    /// <summary>Mean of the corrupted cells' accuracies in [0,1]; NaN without such cells.</summary>
    [JsonIgnore]
    public double MeanCorruptedAccuracy => Corrupted.Select(outcome => outcome.Accuracy).DefaultIfEmpty(double.NaN).Average();

    public CellOutcome? Find(Cell cell) => Cells.FirstOrDefault(outcome => outcome.Cell == cell);
}
