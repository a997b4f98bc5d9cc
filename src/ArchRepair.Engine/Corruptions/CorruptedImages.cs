using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions;

/// <summary>Corrupts batches of images.</summary>
public static class CorruptedImages
{
    /// <summary>
    /// Corrupts N images of one size. Image i of the batch draws from (seed, corruption, severity, firstImageIndex + i) alone: neither
    /// batches, threads nor order change its pixels.
    /// </summary>
    /// <param name="corruption">What to apply.</param>
    /// <param name="severity">1 to 5.</param>
    /// <param name="seed">Seed of the generated benchmark.</param>
    /// <param name="firstImageIndex">Index of the first image in its data set; ≥ 0.</param>
    /// <param name="images">N·H·W·3 values, RGB interleaved; N may be 0.</param>
    /// <param name="outputs">As many values; must not overlap <paramref name="images"/>.</param>
    /// <param name="size">Height and width of every image.</param>
    /// <param name="threads">How many images are worked on at once; ≥ 1.</param>
    /// <param name="cancellation">Ends the work between two images.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; part of the outputs is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Severity, index or threads out of range.</exception>
    public static unsafe void Fill(
        ICorruption corruption, int severity, ulong seed, int firstImageIndex,
        ReadOnlySpan<byte> images, Span<byte> outputs, ImageSize size, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corruption);
        ArgumentOutOfRangeException.ThrowIfNegative(firstImageIndex);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (severity is < 1 or > 5) throw new ArgumentOutOfRangeException(nameof(severity), severity, "A severity is 1, 2, 3, 4 or 5.");
        if (images.Length % size.Bytes != 0)
            throw new ArgumentException(FormattableString.Invariant($"{images.Length} values are no whole number of {size} RGB images."), nameof(images));
        if (outputs.Length != images.Length)
            throw new ArgumentException(FormattableString.Invariant($"The outputs have {outputs.Length} values, the images {images.Length}."), nameof(outputs));
        var count = images.Length / size.Bytes;
        var first = new DrawKey(seed, corruption.Name, severity, firstImageIndex);
        // Spans cannot enter other threads; the pins outlive the loop, which returns only when every thread is done.
        fixed (byte* source = images, target = outputs)
        {
            var batch = new Batch(corruption, first, (nint)source, (nint)target, size);
            if (threads > 1 && count > 1) batch.RunParallel(count, threads, cancellation);
            else batch.Run(count, cancellation);
        }
    }

    private sealed unsafe class Batch(ICorruption corruption, DrawKey first, nint source, nint target, ImageSize size)
    {
        public void Run(int count, CancellationToken cancellation)
        {
            var draws = new CounterDraws();
            for (var i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                One(i, draws);
            }
        }

        public void RunParallel(int count, int threads, CancellationToken cancellation) =>
            ParallelLoop.Run(count, threads, static () => new CounterDraws(), One, cancellation);

        private void One(int i, CounterDraws draws)
        {
            draws.Restart(first with { Image = first.Image + i });
            var offset = (nint)i * size.Bytes;
            var image = new ReadOnlySpan<byte>((byte*)(source + offset), size.Bytes);
            corruption.Apply(image, new Span<byte>((byte*)(target + offset), size.Bytes), size, first.Severity, draws);
        }
    }
}
