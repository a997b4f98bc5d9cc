using System.Security.Cryptography;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Corruptions.Writing;

/// <summary>Makes the images of a cell in pieces of bounded memory.</summary>
internal sealed class CellPixels
{
    private const int MostBytes = 1 << 24;

    private readonly ImageSource _source;
    private readonly BenchmarkPlan _plan;
    private readonly int _images;
    private readonly byte[] _clean;
    private readonly byte[] _corrupted;

    public CellPixels(ImageSource source, BenchmarkPlan plan, int images)
    {
        (_source, _plan, _images) = (source, plan, images);
        var piece = Math.Clamp(MostBytes / source.ImageBytes, 1, images);
        _clean = new byte[piece * source.ImageBytes];
        _corrupted = new byte[_clean.Length];
    }

    /// <summary>Hands out the images of a cell from the first on, adding them to the hash.</summary>
    /// <param name="corruption">What to apply.</param>
    /// <param name="severity">1 to 5.</param>
    /// <param name="hash">Takes all pixels.</param>
    /// <param name="take">Gets the index of the first image and the pixels of some.</param>
    /// <param name="cancellation">Ends the work between two images.</param>
    public void Make(ICorruption corruption, int severity, IncrementalHash hash, Action<int, ReadOnlyMemory<byte>> take, CancellationToken cancellation)
    {
        var size = new ImageSize(_source.Height, _source.Width);
        for (var start = 0; start < _images; start += _clean.Length / size.Bytes)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_clean.Length / size.Bytes, _images - start);
            var bytes = count * size.Bytes;
            _source.Read(start, count, _clean.AsSpan(0, bytes));
            CorruptedImages.Fill(corruption, severity, _plan.Seed, start, _clean.AsSpan(0, bytes), _corrupted.AsSpan(0, bytes), size, _plan.Threads, cancellation);
            hash.AppendData(_corrupted, 0, bytes);
            take(start, _corrupted.AsMemory(0, bytes));
        }
    }
}
