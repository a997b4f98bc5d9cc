namespace ArchRepair.Engine.Repair;

/// <summary>
/// Training images of a repair in two disjoint parts: <see cref="Fit"/> for weights, <see cref="Search"/> for the architecture and
/// every other choice. The caller splits by base image, and keeps both apart from what verifies.
/// </summary>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
public sealed record RepairImages(int Height, int Width, RepairPart Fit, RepairPart Search)
{
    /// <summary>Every reason why a repair cannot use these.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, part) in new[] { ("fit", Fit), ("search", Search) })
        {
            if (part.Labels.Count == 0) yield return $"the {name} part is empty.";
            if (part.Pixels.Length != (long)part.Labels.Count * Height * Width * 3)
                yield return $"the {name} part has {part.Pixels.Length} bytes for {part.Labels.Count} images of {Height}×{Width}.";
        }
    }
}

/// <summary>Images with their classes.</summary>
/// <param name="Pixels">N·H·W·3 bytes: image after image, row after row, RGB interleaved.</param>
/// <param name="Labels">N class indices.</param>
public sealed record RepairPart(ReadOnlyMemory<byte> Pixels, IReadOnlyList<int> Labels);
