using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>Share of wrong answers in one cell.</summary>
/// <param name="Cell">The cell; not the clean one.</param>
/// <param name="Error">Share of wrong answers, in [0,1].</param>
public readonly record struct CellError(Cell Cell, double Error);
