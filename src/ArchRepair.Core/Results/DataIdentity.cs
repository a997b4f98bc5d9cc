namespace ArchRepair.Core.Results;

/// <summary>Which images a model was measured on; two evaluations compare only where these agree.</summary>
/// <param name="Test">Format and path of the clean images as the user wrote them, for people.</param>
/// <param name="Corrupted">Where the corrupted images came from: a folder, or a generator with its seed; for people.</param>
/// <param name="LabelsHash">XXH128 of the labels of the clean images in order, hexadecimal.</param>
/// <param name="Preprocessing">Normalization and size, in one line.</param>
/// <param name="Substitutes">Corruptions that stand in for published ones, e.g. <c>frost</c> without its photographs.</param>
public sealed record DataIdentity(
    string Test,
    string Corrupted,
    string LabelsHash,
    string Preprocessing,
    IReadOnlyList<string> Substitutes);
