using System.Globalization;

using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.Caching;

/// <summary>
/// Which files the images of the gate come from, by the layouts of the formats alone. The tool never opens an image; what it knows
/// here only names results, and a format that it does not know is measured afresh each time.
/// </summary>
internal static class DataFiles
{
    /// <param name="source">Clean images.</param>
    /// <param name="isTest">Whether the test part is meant, where a folder holds both.</param>
    /// <returns>Absolute paths in a fixed order, or null for an unknown format.</returns>
    public static IReadOnlyList<string>? Clean(ImageSetSource source, bool isTest) => source.Format switch
    {
        "cifar10" or "cifar100" => [.. Below(source.Path, isTest ? "test*.bin" : "*.bin").Concat(Below(source.Path, "*.txt"))],
        "idx" => [.. Below(File.Exists(source.Path) ? Path.GetDirectoryName(source.Path)! : source.Path, "*ubyte*")],
        "image-folder" => [.. Below(source.Path, "*")],
        _ => null,
    };

    /// <summary>The corrupted cells, by published order and severity, each with its files.</summary>
    /// <returns>Null for an unknown format.</returns>
    public static IReadOnlyList<(Cell Cell, IReadOnlyList<string> Files)>? Corrupted(CorruptedSource source)
    {
        IEnumerable<string> names = source.Corruptions.SelectMany(name => name switch
        {
            "standard" => CorruptionNames.Standard,
            "extra" => CorruptionNames.Extra,
            "all" => CorruptionNames.All,
            _ => (IReadOnlyList<string>)[name],
        });
        if (source.Corruptions.Count == 0)
            names = source.Format switch
            {
                "cifar-c" => Directory.EnumerateFiles(source.Path, "*.npy").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "labels"),
                "image-folder-c" => Directory.EnumerateDirectories(source.Path).Select(folder => Path.GetFileName(folder)).Where(name => !name.StartsWith('.')),
                _ => [],
            };
        Func<string, int, IReadOnlyList<string>>? filesOf = source.Format switch
        {
            DataFormats.Generate => (_, _) => [],
            "cifar-c" => (name, _) => [Path.Combine(source.Path, name + ".npy"), Path.Combine(source.Path, "labels.npy")],
            "image-folder-c" => (name, severity) => [.. Below(Path.Combine(source.Path, name, severity.ToString(CultureInfo.InvariantCulture)), "*")],
            _ => null,
        };
        if (filesOf is null) return null;
        return
        [
            .. names.Distinct().OrderBy(CorruptionNames.OrderOf).ThenBy(name => name, StringComparer.Ordinal)
                .SelectMany(name => source.Severities.Select(severity => (new Cell(name, severity), filesOf(name, severity)))),
        ];
    }

    private static IEnumerable<string> Below(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
