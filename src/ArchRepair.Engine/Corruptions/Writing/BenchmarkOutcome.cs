namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>What lies in the folder of a written benchmark.</summary>
/// <param name="Images">Images of a cell.</param>
/// <param name="CellsWritten">Cells that this run wrote.</param>
/// <param name="CellsKept">Cells that an earlier run had written.</param>
/// <param name="Parameters">The set of severities that fits the images' size.</param>
/// <param name="IsExactSize">True when the set was published for exactly this size.</param>
/// <param name="Substitutes">Corruptions drawn otherwise than in the published benchmark.</param>
public sealed record BenchmarkOutcome(
    int Images, int CellsWritten, int CellsKept, ParameterSet Parameters, bool IsExactSize, IReadOnlyList<string> Substitutes);
