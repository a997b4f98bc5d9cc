namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>How far a benchmark is written; what an earlier run had written counts as done.</summary>
/// <param name="Current">The cell at work, e.g. <c>fog/3</c>.</param>
/// <param name="CellsDone">Cells that lie finished in the folder.</param>
/// <param name="Cells">All cells.</param>
/// <param name="ImagesMade">Corrupted images made by this run.</param>
/// <param name="ImagesToMake">Corrupted images that this run makes in all.</param>
public sealed record BenchmarkProgress(string Current, int CellsDone, int Cells, long ImagesMade, long ImagesToMake);
