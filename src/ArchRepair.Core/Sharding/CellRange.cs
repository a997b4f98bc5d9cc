using ArchRepair.Core.Results;

namespace ArchRepair.Core.Sharding;

/// <summary>Some images of a cell, the unit of work that a shard gets.</summary>
/// <param name="Start">First image; a multiple of <see cref="CellPart.Piece"/>.</param>
/// <param name="Count">At least 1.</param>
/// <param name="Images">Images of the whole cell.</param>
public sealed record CellRange(Cell Cell, int Start, int Count, int Images);
