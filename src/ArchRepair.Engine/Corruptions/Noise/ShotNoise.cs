using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Noise;

/// <summary>Poisson(x·c) / c for each value: c photons make a white pixel.</summary>
internal sealed class ShotNoise() : BuiltInCorruption("shot_noise", CorruptionFamily.Noise)
{
    private static readonly SeverityTable<int> Photons = new(
        [500, 250, 100, 75, 50],
        [250, 100, 50, 30, 15],
        [60, 25, 12, 5, 3]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var photons = Photons.For(size, severity);
        using var scratch = new Scratch<int>(image.Length);
        var counts = scratch.Span;
        draws.Poisson(image, photons, counts);
        // A count above c is a white pixel, so c + 1 values say everything.
        Span<byte> pixelOfCount = stackalloc byte[photons + 1];
        for (var count = 0; count <= photons; count++) pixelOfCount[count] = Pixels.FromUnit(count / (double)photons);
        for (var i = 0; i < counts.Length; i++) output[i] = pixelOfCount[Math.Min(counts[i], photons)];
    }
}
