namespace ArchRepair.Benchmarks.Comparison;

/// <summary>One repair of a comparison: a line of its log.</summary>
/// <param name="On">test: the gate's images; tuning: held-out training images.</param>
/// <param name="Recipe">What differs from the default recipe.</param>
/// <param name="Seconds">Processor time divided by threads.</param>
/// <param name="Front">Mixtures with the original, the repaired end last.</param>
/// <param name="CellsRight">At the repaired end: for each corrupted image the number of cells in which it is right.</param>
internal sealed record ComparisonRecord(
    string On,
    string Model,
    string Study,
    string Strategy,
    ulong Seed,
    double Minutes,
    int Threads,
    string Recipe,
    string StopReason,
    double Seconds,
    double WallSeconds,
    long ChangedParameters,
    long AddedParameters,
    long AddedMultiplyAdds,
    IReadOnlyList<ComparisonPoint> Front,
    IReadOnlyList<int> CellsRight,
    IReadOnlyList<string> Notes);

/// <summary>A mixture of original and repaired weights, and its accuracies in [0,1].</summary>
/// <param name="Share">Of the repaired end; 0 is the original.</param>
/// <param name="LostClean">Clean images that the original got right and this one does not.</param>
/// <param name="LostCorrupted">The same over all cells.</param>
/// <param name="SearchClean">On the search part, for choices that must not look at what judges.</param>
internal sealed record ComparisonPoint(
    double Share, double Clean, double Corrupted, double? Seen, double? Unseen, int LostClean, int LostCorrupted, double SearchClean);
