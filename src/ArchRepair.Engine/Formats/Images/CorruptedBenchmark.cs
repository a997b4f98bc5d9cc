namespace ArchRepair.Engine.Formats;

/// <summary>A corrupted benchmark: the same images under several corruptions at several severities.</summary>
public abstract class CorruptedBenchmark
{
    private protected CorruptedBenchmark(string path, IReadOnlyList<string> corruptions, IReadOnlyList<int> severities) =>
        (Path, Corruptions, Severities) = (path, corruptions, severities);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Published names in published order, then others by name.</summary>
    public IReadOnlyList<string> Corruptions { get; }

    /// <summary>Ascending, from 1.</summary>
    public IReadOnlyList<int> Severities { get; }

    /// <summary>Opens the images of one cell; the caller disposes them.</summary>
    /// <exception cref="ArgumentException">The folder lacks that corruption or severity.</exception>
    /// <exception cref="MalformedFileException">Its files contradict their format or each other.</exception>
    public ImageSource Open(string corruption, int severity)
    {
        if (!Corruptions.Contains(corruption))
            throw new ArgumentException($"{Path} has no corruption '{corruption}'; it has {string.Join(", ", Corruptions)}.", nameof(corruption));
        if (!Severities.Contains(severity))
            throw new ArgumentException($"{Path} has no severity {severity}; it has {string.Join(", ", Severities)}.", nameof(severity));
        return OpenCell(corruption, severity);
    }

    private protected abstract ImageSource OpenCell(string corruption, int severity);

    private protected static IReadOnlyList<string> InPublishedOrder(IEnumerable<string> corruptions) =>
        [.. corruptions.OrderBy(Core.Results.CorruptionNames.OrderOf).ThenBy(name => name, StringComparer.Ordinal)];
}
