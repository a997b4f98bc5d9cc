using System.Globalization;
using System.Security.Cryptography;
using ArchRepair.Core.Files;
using ArchRepair.Engine.Corruptions.Images;
using ArchRepair.Engine.Corruptions.Kernels;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>
/// The layout of ImageNet-C: a folder for each cell, in it one for each class. A cell is written beside its place and then renamed, so
/// that it appears with all its images.
/// </summary>
internal sealed class FolderParts(ImageSource source, BenchmarkPlan plan, int images) : IBenchmarkParts
{
    private readonly CellPixels _pixels = new(source, plan, images);
    private readonly bool _hasUsableNames = AreUsable(source);
    private readonly ImageSize _size = new(source.Height, source.Width);

    public IReadOnlyList<BenchmarkPart> All { get; } =
    [
        .. plan.Corruptions.SelectMany(corruption => plan.Severities.Order().Select(severity =>
            new BenchmarkPart(FormattableString.Invariant($"{corruption.Name}/{severity}"), corruption, [severity]))),
    ];

    public void WriteCommon()
    {
        // A killed run leaves its unfinished cell behind under a name that readers pass over.
        foreach (var abandoned in Directory.EnumerateDirectories(plan.Folder, $".*{AtomicFile.TemporarySuffix}")) Directory.Delete(abandoned, recursive: true);
    }

    public bool IsIntact(BenchmarkPart part, string hash)
    {
        var folder = Path.Combine(plan.Folder, part.Path);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Count() == images;
    }

    public string Write(BenchmarkPart part, Action<int, int> made, CancellationToken cancellation)
    {
        var target = Path.Combine(plan.Folder, part.Path);
        var temporary = Path.Combine(plan.Folder, $".{part.Path.Replace('/', '.')}{AtomicFile.TemporarySuffix}");
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var label in source.Labels.Take(images).Distinct()) Directory.CreateDirectory(Path.Combine(temporary, ClassFolder(label)));
        _pixels.Make(part.Corruption, part.Severities[0], hash, (start, pixels) =>
        {
            var count = pixels.Length / _size.Bytes;
            ParallelLoop.Run(count, plan.Threads, i => WriteImage(temporary, start + i, pixels.Slice(i * _size.Bytes, _size.Bytes)), cancellation);
            made(part.Severities[0], count);
        }, cancellation);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.Move(temporary, target);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void WriteImage(string cell, int index, ReadOnlyMemory<byte> pixels)
    {
        // Numbers with leading zeros keep the images in their order.
        var name = index.ToString("D8", CultureInfo.InvariantCulture) + ".png";
        using var file = File.Create(Path.Combine(cell, ClassFolder(source.Labels[index]), name));
        PngFile.Write(file, pixels.Span, _size);
    }

    /// <summary>Names serve as folders where readers, who sort them, will give each class its label back.</summary>
    private static bool AreUsable(ImageSource source)
    {
        var names = source.ClassNames;
        if (source.Labels.Any(label => label >= names.Count)) return false;
        for (var label = 0; label < names.Count; label++)
        {
            if (names[label].Length == 0 || names[label].StartsWith('.') || names[label].IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) return false;
            if (label > 0 && string.CompareOrdinal(names[label - 1], names[label]) >= 0) return false;
        }
        return true;
    }

    private string ClassFolder(int label) =>
        _hasUsableNames ? source.ClassNames[label] : label.ToString("D4", CultureInfo.InvariantCulture);
}
