using ArchRepair.Core.Results;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>The gate's corruptions that training may see, drawn anew for each view.</summary>
internal sealed class SeenCorruptions(IReadOnlyList<Cell> cells, int height, int width, ulong seed)
{
    private readonly ICorruption[] corruptions = [.. cells.Select(cell => CorruptionCatalog.Default.Get(cell.Corruption))];
    private readonly ImageSize size = new(height, width);

    public int Count => cells.Count;

    /// <summary>Puts one of the corruptions on an image.</summary>
    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ulong draw, ref CounterRandom random)
    {
        Apply(random.Below(cells.Count), image, output, draw);
    }

    /// <summary>Puts a chosen one on an image.</summary>
    public void Apply(int index, ReadOnlySpan<byte> image, Span<byte> output, ulong draw)
    {
        var draws = new CounterDraws(new DrawKey(seed ^ draw, cells[index].Corruption, cells[index].Severity, 0));
        corruptions[index].Apply(image, output, size, cells[index].Severity, draws);
    }
}
