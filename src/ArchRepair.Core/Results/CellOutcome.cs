using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>What a model answered on the images of one cell. Position i is base image i of the test set, in every cell.</summary>
/// <param name="Correct">Bit i tells whether image i was classified correctly.</param>
/// <param name="PixelsHash">XXH128 of the pixels [N,H,W,3] in order, hexadecimal.</param>
/// <param name="Predicted">The class answered for each image, or null where a file keeps only the bits (a baseline).</param>
/// <param name="Marks">Marks of the pixels, or null where they were joined into <see cref="Evaluation.Marks"/> or are not known.</param>
/// <param name="Confidences">How confident the answers were, or null where a file does not keep it (a baseline).</param>
public sealed record CellOutcome(Cell Cell, BitSet Correct, string PixelsHash, ClassSequence? Predicted = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImageMarks? Marks = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConfidenceHistogram? Confidences = null)
{
    [JsonIgnore]
    public int Images => Correct.Length;

    [JsonIgnore]
    public double Accuracy => Images == 0 ? double.NaN : (double)Correct.Count / Images;
}
