namespace ArchRepair.Engine.Formats;

/// <summary>Opens image data by the format names of the settings. A new format is one line here.</summary>
public static class ImageFormats
{
    private static readonly Dictionary<string, Func<string, DataPart, ImageSource>> Clean = new(StringComparer.Ordinal)
    {
        ["cifar10"] = CifarBinary.OpenCifar10,
        ["cifar100"] = CifarBinary.OpenCifar100,
        ["idx"] = IdxImages.Open,
        ["image-folder"] = (path, _) => ImageFolder.Open(path),
    };

    private static readonly Dictionary<string, Func<string, CorruptedBenchmark>> Corrupted = new(StringComparer.Ordinal)
    {
        ["cifar-c"] = CifarCFolder.Open,
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
    /// <exception cref="ArgumentException">The format is unknown.</exception>
    /// <exception cref="MalformedFileException">The files contradict their format.</exception>
    /// <exception cref="IOException">They are not there or cannot be opened.</exception>
    public static ImageSource OpenClean(string format, string path, DataPart part) =>
        Clean.TryGetValue(format, out var open) ? open(path, part) : throw Unknown(format, Clean.Keys);

    /// <summary>Opens a corrupted benchmark.</summary>
    /// <param name="format">One of <see cref="CorruptedNames"/>.</param>
    /// <param name="path">Its folder.</param>
    /// <inheritdoc cref="OpenClean" path="/exception"/>
    public static CorruptedBenchmark OpenCorrupted(string format, string path) =>
        Corrupted.TryGetValue(format, out var open) ? open(path) : throw Unknown(format, Corrupted.Keys);

    private static ArgumentException Unknown(string format, IEnumerable<string> known) =>
        new($"The data format '{format}' is unknown; known are {string.Join(", ", known)}.", nameof(format));
}
