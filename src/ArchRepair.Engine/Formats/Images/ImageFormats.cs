using ArchRepair.Core.Settings;

namespace ArchRepair.Engine.Formats;

/// <summary>Opens image data by the format names of the settings. A new format is one line here.</summary>
public static class ImageFormats
{
    private static readonly Dictionary<string, Func<string, DataPart, ImageSizing?, ImageSource>> Clean = new(StringComparer.Ordinal)
    {
        ["cifar10"] = (path, part, _) => CifarBinary.OpenCifar10(path, part),
        ["cifar100"] = (path, part, _) => CifarBinary.OpenCifar100(path, part),
        ["idx"] = (path, part, _) => IdxImages.Open(path, part),
        ["image-folder"] = (path, _, sizing) => ImageFolder.Open(path, sizing),
    };

    private static readonly Dictionary<string, Func<string, ImageSizing?, CorruptedBenchmark>> Corrupted = new(StringComparer.Ordinal)
    {
        ["cifar-c"] = (path, _) => CifarCFolder.Open(path),
        ["image-folder-c"] = CorruptedImageFolder.Open,
    };

    /// <summary>Names that <see cref="OpenClean"/> knows.</summary>
    public static IReadOnlyCollection<string> CleanNames => Clean.Keys;

    /// <summary>Names that <see cref="OpenCorrupted"/> knows.</summary>
    public static IReadOnlyCollection<string> CorruptedNames => Corrupted.Keys;

    /// <summary>Opens labelled images; the caller disposes them.</summary>
    /// <param name="format">One of <see cref="CleanNames"/>.</param>
    /// <param name="path">Folder or file.</param>
    /// <param name="part">Which part, where one folder holds both; an <c>image-folder</c> is the part that its path names.</param>
    /// <param name="sizing">How an <c>image-folder</c>'s images are brought to one size; other formats have one.</param>
    /// <exception cref="ArgumentException">The format is unknown.</exception>
    /// <exception cref="MalformedFileException">The files contradict their format.</exception>
    /// <exception cref="IOException">They are not there or cannot be opened.</exception>
    public static ImageSource OpenClean(string format, string path, DataPart part, ImageSizing? sizing = null) =>
        Clean.TryGetValue(format, out var open) ? open(path, part, sizing) : throw Unknown(format, Clean.Keys);

    /// <summary>Opens a corrupted benchmark.</summary>
    /// <param name="format">One of <see cref="CorruptedNames"/>.</param>
    /// <param name="path">Its folder.</param>
    /// <param name="sizing">How an <c>image-folder-c</c>'s images are brought to one size.</param>
    /// <inheritdoc cref="OpenClean" path="/exception"/>
    public static CorruptedBenchmark OpenCorrupted(string format, string path, ImageSizing? sizing = null) =>
        Corrupted.TryGetValue(format, out var open) ? open(path, sizing) : throw Unknown(format, Corrupted.Keys);

    private static ArgumentException Unknown(string format, IEnumerable<string> known) =>
        new($"The data format '{format}' is unknown; known are {string.Join(", ", known)}.", nameof(format));
}
