using ArchRepair.Core.Results;

namespace ArchRepair.Core.Caching;

/// <summary>The parts of cells in a store, under the keys of their cells.</summary>
/// <param name="store">The store.</param>
/// <param name="keys">Key of each cell, by <see cref="Cell.ToString"/>; a cell without one is neither looked up nor kept.</param>
public sealed class CellShelf(ContentStore store, IReadOnlyDictionary<string, string> keys)
{
    public ContentStore Store => store;

    /// <summary>Images <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of a cell, when they were measured before.</summary>
    public CellPart? Find(Cell cell, int start, int count, int images) =>
        Read(cell, KeyOf(cell, start, count, images)) is { } part && part.Start == start && part.Count == count && part.Images == images ? part : null;

    /// <summary>A whole cell, however many images it has.</summary>
    public CellPart? FindWhole(Cell cell) => Read(cell, keys.GetValueOrDefault(cell.ToString())) is { } part && part.Count == part.Images ? part : null;

    public bool HasWhole(Cell cell) => keys.TryGetValue(cell.ToString(), out var key) && store.Has(key);

    /// <returns>Why it could not be kept, or null.</returns>
    public string? Keep(CellPart part) => KeyOf(part.Cell, part.Start, part.Count, part.Images) is { } key ? store.Write(key, part.ToBytes()) : null;

    private CellPart? Read(Cell cell, string? key) =>
        key is not null && store.Read(key) is { } bytes && CellPart.FromBytes(bytes) is { } part && part.Cell == cell ? part : null;

    // A whole cell stands under its cell's key alone: who looks for it need not know how many images there are.
    private string? KeyOf(Cell cell, int start, int count, int images) => !keys.TryGetValue(cell.ToString(), out var key) ? null
        : count == images ? key
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}-{start}-{count}");
}
