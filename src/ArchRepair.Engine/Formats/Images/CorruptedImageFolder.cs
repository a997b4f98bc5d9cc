using System.Globalization;

using ArchRepair.Core.Settings;

namespace ArchRepair.Engine.Formats;

/// <summary>ImageNet-C's layout: <c>CORRUPTION/SEVERITY/CLASS/IMAGE</c>, every cell with the same classes and severities.</summary>
public sealed class CorruptedImageFolder : CorruptedBenchmark
{
    private readonly ImageSizing? sizing;

    private CorruptedImageFolder(string path, IReadOnlyList<string> corruptions, IReadOnlyList<int> severities, ImageSizing? sizing)
        : base(path, corruptions, severities) => this.sizing = sizing;

    /// <summary>Lists corruptions and severities and compares them; images are looked at when a cell is opened.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="sizing">How images are brought to one size; null takes them as they are.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It holds no folders of corruptions.</exception>
    /// <exception cref="MalformedFileException">Severities are no numbers, or cells differ in severities or classes.</exception>
    public static CorruptedImageFolder Open(string path, ImageSizing? sizing = null)
    {
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"The folder {path} does not exist; expected is CORRUPTION/SEVERITY/CLASS/IMAGE.");
        var corruptions = ImageFolder.VisibleFolders(path);
        if (corruptions.Count == 0) throw new FileNotFoundException($"{path} has no folders; expected is CORRUPTION/SEVERITY/CLASS/IMAGE.");
        var severities = Severities(path, corruptions[0]);
        var classes = ImageFolder.VisibleFolders(Cell(path, corruptions[0], severities[0]));
        foreach (var corruption in corruptions)
        {
            if (!Severities(path, corruption).SequenceEqual(severities))
                throw new MalformedFileException(System.IO.Path.Combine(path, corruption), 0, $"its severities are not those of {corruptions[0]}: {string.Join(", ", severities)}");
            foreach (var severity in severities)
                if (!ImageFolder.VisibleFolders(Cell(path, corruption, severity)).SequenceEqual(classes))
                    throw new MalformedFileException(Cell(path, corruption, severity), 0, $"its class folders are not those of {Cell(path, corruptions[0], severities[0])}");
        }
        return new CorruptedImageFolder(path, InPublishedOrder(corruptions), severities, sizing);
    }

    private protected override ImageSource OpenCell(string corruption, int severity) => ImageFolder.OpenUnchecked(Cell(Path, corruption, severity), sizing);

    private static string Cell(string path, string corruption, int severity) =>
        System.IO.Path.Combine(path, corruption, severity.ToString(CultureInfo.InvariantCulture));

    private static new IReadOnlyList<int> Severities(string path, string corruption)
    {
        var folder = System.IO.Path.Combine(path, corruption);
        var names = ImageFolder.VisibleFolders(folder);
        var severities = names.Select(name => name is [>= '1' and <= '9'] ? name[0] - '0' : 0).ToList();
        return severities.Count > 0 && !severities.Contains(0)
            ? severities
            : throw new MalformedFileException(folder, 0, "a corruption's folders are its severities, 1 to 9");
    }
}
