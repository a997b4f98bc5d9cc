namespace ArchRepair.Core.Settings;

/// <summary>Which model.</summary>
/// <param name="Architecture">Catalog name, e.g. <c>resnet20</c>; the type's name for the model of a C# project.</param>
/// <param name="Weights">Absolute path of the weights file.</param>
/// <param name="Classes">Class names in index order.</param>
/// <param name="InputSize">Side of the square input in pixels; 0 takes the data's.</param>
/// <param name="Project">The C# project that defines the model; null for an architecture of the catalog.</param>
/// <param name="Blocks">
/// Patterns of the blocks to localize in and to repair (<see cref="PathPattern"/>, <c>layer?.*</c>); empty for the architecture's
/// own, or for those found in the project's module tree.
/// </param>
public sealed record ModelSettings(
    string Architecture,
    string Weights,
    IReadOnlyList<string> Classes,
    Normalization Normalization,
    int InputSize = 0,
    ModelProject? Project = null,
    IReadOnlyList<string>? Blocks = null);

/// <summary>Per-channel normalization of pixels in [0,1]: (x − mean) / std, in RGB order.</summary>
public sealed record Normalization(IReadOnlyList<double> Mean, IReadOnlyList<double> Std)
{
    /// <summary>ImageNet's usual constants, also used by the public CIFAR-10 ResNets.</summary>
    public static Normalization ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    public IEnumerable<string> Problems()
    {
        if (Mean.Count != 3) yield return $"mean has {Mean.Count} values; it needs 3 (red, green, blue).";
        if (Std.Count != 3) yield return $"std has {Std.Count} values; it needs 3 (red, green, blue).";
        foreach (var value in Std)
            if (value is not (> 0 and < double.PositiveInfinity))
                yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"std holds {value}; it must be positive.");
    }
}
