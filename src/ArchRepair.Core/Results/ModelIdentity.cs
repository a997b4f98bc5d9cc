namespace ArchRepair.Core.Results;

/// <summary>Which model was measured.</summary>
/// <param name="Architecture">Catalog name, e.g. <c>resnet20</c>, or the type of a model project.</param>
/// <param name="Weights">Path as the user wrote it.</param>
/// <param name="WeightsSha256">Hexadecimal SHA-256 of the weights file.</param>
/// <param name="Classes">Class names in index order.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="MultiplyAdds">Multiply-adds of convolutions and linear layers for one image.</param>
/// <param name="Genotype">The repaired block, when the file holds a repaired model.</param>
public sealed record ModelIdentity(
    string Architecture,
    string Weights,
    string WeightsSha256,
    IReadOnlyList<string> Classes,
    long Parameters,
    long MultiplyAdds,
    Genotype? Genotype = null)
{
    /// <summary>Name of a class, or its index where it has none.</summary>
    public string ClassName(int index) =>
        index < Classes.Count ? Classes[index] : index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
