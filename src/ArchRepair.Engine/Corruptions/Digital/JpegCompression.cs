using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Digital;

/// <summary>What a JPEG encoder and decoder leave of an image. The entropy coding between them is lossless, so it is left out.</summary>
internal sealed class JpegCompression() : BuiltInCorruption("jpeg_compression", CorruptionFamily.Digital)
{
    private static readonly SeverityTable<JpegRoundTrip> Table = new(
        [new(80), new(65), new(58), new(50), new(40)],
        [new(65), new(58), new(50), new(40), new(25)],
        [new(25), new(18), new(15), new(10), new(7)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws) =>
        Table.For(size, severity).Apply(image, output, size);
}
