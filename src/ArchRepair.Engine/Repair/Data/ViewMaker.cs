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

/// <summary>Makes training views of images: geometry on all, then an augmentation or the corruptions that training may see.</summary>
internal sealed class ViewMaker(
    RepairImages images, Normalization normalization, IReadOnlyList<Cell> seenCells, ulong seed, int threads,
    string augmentation = "simple", double seenShare = 0.5)
{
    private readonly Augmentation augment = AugmentationCatalog.All[augmentation];
    private readonly SeenCorruptions corruptions = new(seenCells, images.Height, images.Width, seed);

    /// <summary>The gate's corruptions that training may see. Where there are some, a share of changed views shows one; the rest keeps the repair from learning them by heart.</summary>
    public SeenCorruptions Corruptions => corruptions;

    /// <summary>What changed views go through.</summary>
    public Augmentation Augmentation => augment;

    /// <summary>Normalized views of chosen images.</summary>
    /// <param name="part">Fit or search part.</param>
    /// <param name="rows">Image, kind and draw of each view: same draw, same view.</param>
    /// <param name="hasGeometry">Whether views are mirrored and shifted.</param>
    /// <returns>[N,3,H,W], channels last in memory; the caller disposes it.</returns>
    public Tensor Make(RepairPart part, IReadOnlyList<ViewRow> rows, bool hasGeometry) => Make(
        part, [.. rows.Select(row => row.Image)], (source, target, index, room) => MakeOne(source, target, rows[index], hasGeometry, room));

    /// <summary>The same, and each view's pixels in [0,255] shown to a watcher, from several threads at once.</summary>
    public Tensor Make(RepairPart part, IReadOnlyList<ViewRow> rows, bool hasGeometry, ViewWatcher watch) => Make(
        part, [.. rows.Select(row => row.Image)], (source, target, index, room) =>
        {
            MakeOne(source, target, rows[index], hasGeometry, room);
            room.Image.Load(target);
            watch(room.Image.Pixels, index);
        });

    /// <summary>Normalized views that a strategy makes in its own way.</summary>
    /// <param name="part">Fit or search part.</param>
    /// <param name="rows">An image for each view.</param>
    /// <param name="change">Makes a view of an image; called from several threads at once.</param>
    /// <returns>[N,3,H,W], channels last in memory; the caller disposes it.</returns>
    public Tensor Make(RepairPart part, IReadOnlyList<int> rows, ViewChange change)
    {
        var size = images.Height * images.Width * 3;
        var bytes = new byte[rows.Count * size];
        Parallel.For(
            0, rows.Count, new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new ViewRoom(images.Height, images.Width),
            (index, _, room) =>
            {
                change(part.Pixels.Span.Slice(rows[index] * size, size), bytes.AsSpan(index * size, size), index, room);
                return room;
            },
            _ => { });
        return Normalize(bytes, rows.Count);
    }

    private void MakeOne(ReadOnlySpan<byte> source, Span<byte> target, ViewRow row, bool hasGeometry, ViewRoom room)
    {
        var random = new CounterRandom(seed, (ulong)row.Kind + 16, row.Draw);
        room.Image.Load(source);
        if (hasGeometry) Geometry.FlipAndShift(room.Image, ref random);
        if (row.Kind == ViewKind.Changed)
        {
            if (corruptions.Count > 0 && random.Unit() < seenShare)
            {
                room.Image.Store(room.Bytes);
                corruptions.Apply(room.Bytes, target, row.Draw, ref random);
                return;
            }
            augment.Apply(room.Image, room.Start, ref random);
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
}

/// <summary>Makes one view of an image.</summary>
/// <param name="source">H·W·3 bytes.</param>
/// <param name="target">As many, to be written.</param>
/// <param name="index">Which view.</param>
/// <param name="room">This thread's own.</param>
internal delegate void ViewChange(ReadOnlySpan<byte> source, Span<byte> target, int index, ViewRoom room);

/// <param name="pixels">H·W·3 values in [0,255].</param>
/// <param name="index">Which view.</param>
internal delegate void ViewWatcher(ReadOnlySpan<float> pixels, int index);

/// <summary>What a thread needs to make views.</summary>
internal sealed class ViewRoom(int height, int width)
{
    public WorkImage Image { get; } = new(height, width);

    public float[] Start { get; } = new float[height * width * 3];

    public byte[] Bytes { get; } = new byte[height * width * 3];
}

/// <summary>One view: which image, which kind, and the draw that all its random numbers come from.</summary>
internal readonly record struct ViewRow(int Image, ViewKind Kind, ulong Draw);
