using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>Whether a view stays an ordinary clean image or is changed as a corruption might.</summary>
internal enum ViewKind
{
    Clean,
    Changed,
}

/// <summary>Makes training views of images: geometry on all, then simple augmentations or the corruptions that training may see.</summary>
internal sealed class ViewMaker(RepairImages images, Normalization normalization, IReadOnlyList<Cell> seenCells, ulong seed, int threads)
{
    // Where training may see corruptions, half of the changed views show one; the rest keeps the repair from learning them by heart.
    private const double SeenShare = 0.5;

    private readonly SeenCorruptions corruptions = new(seenCells, images.Height, images.Width, seed);

    /// <summary>Normalized views of chosen images.</summary>
    /// <param name="part">Fit or search part.</param>
    /// <param name="rows">Image, kind and draw of each view: same draw, same view.</param>
    /// <param name="hasGeometry">Whether views are mirrored and shifted.</param>
    /// <returns>[N,3,H,W], channels last in memory; the caller disposes it.</returns>
    public Tensor Make(RepairPart part, IReadOnlyList<ViewRow> rows, bool hasGeometry)
    {
        var size = images.Height * images.Width * 3;
        var bytes = new byte[rows.Count * size];
        Parallel.For(
            0, rows.Count, new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new Room(images.Height, images.Width),
            (index, _, room) =>
            {
                var source = part.Pixels.Span.Slice(rows[index].Image * size, size);
                MakeOne(source, bytes.AsSpan(index * size, size), rows[index], hasGeometry, room);
                return room;
            },
            _ => { });
        return Normalize(bytes, rows.Count);
    }

    private void MakeOne(ReadOnlySpan<byte> source, Span<byte> target, ViewRow row, bool hasGeometry, Room room)
    {
        var random = new CounterRandom(seed, (ulong)row.Kind + 16, row.Draw);
        room.Image.Load(source);
        if (hasGeometry) Geometry.FlipAndShift(room.Image, ref random);
        if (row.Kind == ViewKind.Changed)
        {
            if (corruptions.Count > 0 && random.Unit() < SeenShare)
            {
                room.Image.Store(room.Bytes);
                corruptions.Apply(room.Bytes, target, row.Draw, ref random);
                return;
            }
            SimpleAugmentation.Apply(room.Image, room.Start, ref random);
        }
        room.Image.Store(target);
    }

    private Tensor Normalize(byte[] bytes, int count)
    {
        using var scope = NewDisposeScope();
        var pixels = tensor(bytes, [count, images.Height, images.Width, 3], dtype: ScalarType.Byte);
        var unit = pixels.to(ScalarType.Float32).div_(255).permute(0, 3, 1, 2); // [N,3,H,W]
        return normalization.Apply(unit).MoveToOuterDisposeScope();
    }

    private sealed class Room(int height, int width)
    {
        public WorkImage Image { get; } = new(height, width);

        public float[] Start { get; } = new float[height * width * 3];

        public byte[] Bytes { get; } = new byte[height * width * 3];
    }
}

/// <summary>One view: which image, which kind, and the draw that all its random numbers come from.</summary>
internal readonly record struct ViewRow(int Image, ViewKind Kind, ulong Draw);
