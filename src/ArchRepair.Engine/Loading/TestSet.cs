using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Loading;

/// <summary>The gate's images: the clean ones and every corrupted cell, opened but not read.</summary>
public sealed class TestSet : IDisposable
{
    private readonly List<IDisposable> owned = [];

    private TestSet(ImageSource clean)
    {
        Clean = clean;
        owned.Add(clean);
    }

    public ImageSource Clean { get; }

    /// <summary>True classes of the base images.</summary>
    public IReadOnlyList<int> Labels { get; private set; } = [];

    /// <summary>The clean cell first, then corruptions in published order, severities ascending.</summary>
    public IReadOnlyList<CellImages> Cells { get; private set; } = [];

    /// <summary>Corruptions that stand in for published ones.</summary>
    public IReadOnlyList<string> Substitutes { get; private set; } = [];

    /// <summary>Where the corrupted images come from, in one line.</summary>
    public string CorruptedText { get; private set; } = "none";

    /// <param name="seed">Seed of generated corruptions.</param>
    /// <exception cref="ArchRepairException">Data is missing or contradicts itself (exit 2).</exception>
    public static TestSet Open(DataSettings data, ulong seed)
    {
        var clean = ImageSets.OpenClean(data.Test, "data.test", DataPart.Test);
        var set = new TestSet(clean);
        try
        {
            var count = data.Images == 0 ? clean.Count : Math.Min(data.Images, clean.Count);
            set.Labels = [.. clean.Labels.Take(count)];
            var cells = new List<CellImages> { new(Cell.Clean, count, clean.Read) };
            cells.AddRange(data.Corrupted switch
            {
                null => [],
                { Format: DataFormats.Generate } source => set.Generate(source, count, seed),
                var source => set.OpenFolder(source, count),
            });
            set.Cells = cells;
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var item in owned) item.Dispose();
    }

    /// <summary>Names of a list in which groups may stand, in published order.</summary>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> names) =>
    [
        .. names.SelectMany(name => name switch
        {
            "standard" => CorruptionNames.Standard,
            "extra" => CorruptionNames.Extra,
            "all" => CorruptionNames.All,
            _ => [name],
        }).Distinct().OrderBy(CorruptionNames.OrderOf).ThenBy(name => name, StringComparer.Ordinal),
    ];

    private IEnumerable<CellImages> Generate(CorruptedSource source, int count, ulong seed)
    {
        var catalog = CorruptionSources.CatalogOf(source);
        var corruptions = Expand(source.Corruptions).Select(name => Find(catalog, name)).ToArray();
        var size = new ImageSize(Clean.Height, Clean.Width);
        Substitutes = [.. corruptions.Where(corruption => corruption.IsSubstitute).Select(corruption => corruption.Name)];
        CorruptedText = $"generated, seed {seed}, parameters for {ParameterSet.For(size).Name}";
        var clean = Clean;
        foreach (var corruption in corruptions)
            foreach (var severity in source.Severities)
                yield return new CellImages(new Cell(corruption.Name, severity), count, (start, length, destination) =>
                {
                    var pixels = System.Buffers.ArrayPool<byte>.Shared.Rent(destination.Length);
                    clean.Read(start, length, pixels.AsSpan(0, destination.Length));
                    Corruptions.CorruptedImages.Fill(corruption, severity, seed, start, pixels.AsSpan(0, destination.Length), destination, size, threads: 1);
                    System.Buffers.ArrayPool<byte>.Shared.Return(pixels);
                });
    }

    private static ICorruption Find(CorruptionCatalog catalog, string name) => catalog.TryGet(name, out var corruption)
        ? corruption
        : throw new ArchRepairException(ExitCode.Usage, "AR0103", $"'data.generate.corruptions' names '{name}'; {NearestName.Hint(name, [.. catalog.All.Select(known => known.Name)])}");

    private IEnumerable<CellImages> OpenFolder(CorruptedSource source, int count)
    {
        var folder = ImageSets.OpenCorrupted(source);
        var cells = new OpenCells();
        owned.Add(cells);
        CorruptedText = $"{source.Format} folder";
        var names = source.Corruptions.Count == 0 ? folder.Corruptions : Expand(source.Corruptions);
        CheckNames(folder, source, names);
        foreach (var name in names.OrderBy(CorruptionNames.OrderOf).ThenBy(name => name, StringComparer.Ordinal))
            foreach (var severity in source.Severities)
            {
                int images;
                using (var opened = OpenCell(folder, name, severity)) images = opened.Count;
                yield return new CellImages(new Cell(name, severity), Math.Min(count, images), cells.Reader(() => OpenCell(folder, name, severity)));
            }
    }

    private ImageSource OpenCell(CorruptedBenchmark folder, string name, int severity)
    {
        var images = folder.Open(name, severity);
        try
        {
            CheckAgainstClean(images, name);
            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private static void CheckNames(CorruptedBenchmark folder, CorruptedSource source, IReadOnlyList<string> names)
    {
        var problems = new List<Diagnostic>();
        foreach (var name in names.Where(name => !folder.Corruptions.Contains(name)))
            problems.Add(new Diagnostic("AR0103", $"'data.corrupted.corruptions' names '{name}', which '{source.Path}' does not have; {NearestName.Hint(name, folder.Corruptions.ToArray())}"));
        foreach (var severity in source.Severities.Where(severity => !folder.Severities.Contains(severity)))
            problems.Add(new Diagnostic("AR0103", $"'data.corrupted.severities' holds {severity}, which '{source.Path}' does not have; it has {string.Join(", ", folder.Severities)}."));
        if (problems.Count > 0) throw new ArchRepairException(ExitCode.Usage, problems);
    }

    private void CheckAgainstClean(ImageSource images, string name)
    {
        if (images.Height != Clean.Height || images.Width != Clean.Width)
            throw Mismatch($"images of {name} are {images.Width}×{images.Height} pixels, the clean ones {Clean.Width}×{Clean.Height}.");
        if (images.Count > Clean.Count) throw Mismatch($"{name} has {images.Count} images, the clean set only {Clean.Count}.");
        for (var i = 0; i < images.Count; i++)
            if (images.Labels[i] != Clean.Labels[i])
                throw Mismatch($"label {i} of {name} is {images.Labels[i]}, of the clean set {Clean.Labels[i]}; they are not the same base images in the same order.");
    }

    private static ArchRepairException Mismatch(string message) =>
        new(ExitCode.Usage, "AR0204", $"'data.corrupted' does not fit 'data.test': {message}");
}
