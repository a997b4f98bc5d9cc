namespace ArchRepair.Core.Settings;

/// <summary>Which images.</summary>
/// <param name="Test">Clean images of the gate.</param>
/// <param name="Corrupted">Corrupted images of the gate.</param>
/// <param name="Train">Images for localization and repair; null when there are none.</param>
/// <param name="Images">At most so many images a cell, the first in file order; 0 for all.</param>
public sealed record DataSettings(ImageSetSource Test, CorruptedSource? Corrupted, ImageSetSource? Train, int Images = 0);

/// <summary>A set of labelled images.</summary>
/// <param name="Format">One of <see cref="DataFormats.Clean"/>.</param>
/// <param name="Path">Absolute path of its folder or file.</param>
/// <param name="Sizing">How images of an <c>image-folder</c> are brought to one size; null takes them as they are, all of one size.</param>
public sealed record ImageSetSource(string Format, string Path, ImageSizing? Sizing = null);

/// <summary>
/// How images of differing sizes become one size, as torchvision's <c>Resize</c> and <c>CenterCrop</c> do it with Pillow images.
/// </summary>
/// <param name="Crop">Side of the square cut from the middle, in pixels; at least 1.</param>
/// <param name="Resize">Length that the shorter side is brought to first, in pixels, bilinear with antialiasing; 0 for none.</param>
public sealed record ImageSizing(int Crop, int Resize = 0)
{
    public IEnumerable<string> Problems()
    {
        if (Crop < 1) yield return $"'crop' is {Crop}; it must be at least 1.";
        else if (Resize != 0 && Resize < Crop) yield return $"'resize' is {Resize}, less than 'crop' {Crop}; the shorter side must hold the square.";
    }

    public override string ToString() => Resize == 0 ? $"centre {Crop}" : $"shorter side {Resize}, centre {Crop}";
}

/// <summary>Corrupted images: a folder of them, or a generator that makes them from the clean ones.</summary>
/// <param name="Format">One of <see cref="DataFormats.Corrupted"/>, or <c>generate</c>.</param>
/// <param name="Path">Absolute path of the folder; empty for <c>generate</c>.</param>
/// <param name="Corruptions">Names, or the groups <c>standard</c>, <c>extra</c>, <c>all</c>; empty means all that the folder has.</param>
/// <param name="Severities">1 to 5, ascending.</param>
/// <param name="FrostFolder">Absolute path of the original frost photographs; empty for procedural textures.</param>
/// <param name="Assembly">Absolute path of an assembly with corruptions of the user's own; empty for none.</param>
/// <param name="Sizing">How images of an <c>image-folder-c</c> are brought to one size; null takes them as they are.</param>
public sealed record CorruptedSource(
    string Format,
    string Path,
    IReadOnlyList<string> Corruptions,
    IReadOnlyList<int> Severities,
    string FrostFolder = "",
    string Assembly = "",
    ImageSizing? Sizing = null);

/// <summary>Names of the data formats.</summary>
public static class DataFormats
{
    public const string Generate = "generate";

    public static IReadOnlyList<string> Clean { get; } = ["cifar10", "cifar100", "idx", "image-folder"];

    public static IReadOnlyList<string> Corrupted { get; } = ["cifar-c", "image-folder-c"];
}
