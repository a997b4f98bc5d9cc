namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>The parts of a benchmark in one layout, each written whole or not at all.</summary>
internal interface IBenchmarkParts
{
    /// <summary>Parts in the order of writing.</summary>
    IReadOnlyList<BenchmarkPart> All { get; }

    /// <summary>Writes what no cell owns.</summary>
    void WriteCommon();

    /// <summary>True when the part lies in the folder as it was written.</summary>
    bool IsIntact(BenchmarkPart part, string hash);

    /// <summary>Writes a part over whatever lies in its place; tells how many images of which severity were made.</summary>
    /// <returns>SHA-256 of its pixels, hexadecimal.</returns>
    string Write(BenchmarkPart part, Action<int, int> made, CancellationToken cancellation);
}
