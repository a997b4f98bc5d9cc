using ArchRepair.Core.Fast;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Engine.Evaluation;

/// <summary>A cell as a fast check saw it: some images, in random order.</summary>
public static class SeenCell
{
    /// <summary>The cell's images in the order of <see cref="ImageOrder"/>, up to the last one seen.</summary>
    public static CellImages Of(CellImages cell, SeenImages seen)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(seen);
        return Of(cell, ImageOrder.Of(seen.Seed, seen.Images), seen.Seen);
    }

    /// <summary>Classes of those images.</summary>
    public static IReadOnlyList<int> LabelsOf(IReadOnlyList<int> labels, SeenImages seen)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(seen);
        return [.. ImageOrder.Of(seen.Seed, seen.Images).Take(seen.Seen).Select(image => labels[image])];
    }

    internal static CellImages Of(CellImages cell, int[] order, int count) => new(cell.Cell, count, (start, length, destination) =>
    {
        var bytes = length == 0 ? 0 : destination.Length / length;
        for (var i = 0; i < length; i++) cell.Read(order[start + i], 1, destination.Slice(i * bytes, bytes));
    });
}
