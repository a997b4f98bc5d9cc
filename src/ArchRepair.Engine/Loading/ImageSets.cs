using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Loading;

/// <summary>Opens the image sets that settings name; what is missing is named by its setting.</summary>
public static class ImageSets
{
    /// <param name="setting">Name of the setting, for messages, e.g. <c>data.test</c>.</param>
    /// <exception cref="ArchRepairException">The path does not exist (AR0201, exit 2).</exception>
    /// <exception cref="MalformedFileException">The files contradict their format.</exception>
    public static ImageSource OpenClean(ImageSetSource source, string setting, DataPart part)
    {
        Require(source.Path, setting);
        return ImageFormats.OpenClean(source.Format, source.Path, part, source.Sizing);
    }

    /// <inheritdoc cref="OpenClean" path="/exception"/>
    public static CorruptedBenchmark OpenCorrupted(CorruptedSource source)
    {
        Require(source.Path, "data.corrupted");
        return ImageFormats.OpenCorrupted(source.Format, source.Path, source.Sizing);
    }

    /// <summary>Reads images into memory.</summary>
    /// <param name="limit">At most so many, the first; 0 for all.</param>
    public static LabelledImages ReadAll(ImageSource source, int limit)
    {
        var count = limit == 0 ? source.Count : Math.Min(limit, source.Count);
        var pixels = new byte[(long)count * source.ImageBytes];
        source.Read(0, count, pixels);
        return new LabelledImages(pixels, [.. source.Labels.Take(count)], source.Height, source.Width);
    }

    private static void Require(string path, string setting)
    {
        if (!Path.Exists(path)) throw new ArchRepairException(ExitCode.Usage, "AR0201", $"'{setting}.path' is '{path}', which does not exist.");
    }
}
