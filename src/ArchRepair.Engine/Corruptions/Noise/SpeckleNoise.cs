using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Noise;

/// <summary>x + x·N(0, σ) for each value.</summary>
internal sealed class SpeckleNoise() : BuiltInCorruption("speckle_noise", CorruptionFamily.Noise, isExtra: true)
{
    private static readonly SeverityTable<double> Deviations = new(
        [.06, .10, .12, .16, .20],
        [.15, .20, .25, .30, .35],
        [.15, .20, .35, .45, .60]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        using var scratch = new Scratch<double>(image.Length);
        var noise = scratch.Span;
        draws.Normal(0, Deviations.For(size, severity), noise);
        AdditiveNoise.Apply(image, noise, output, isScaledByPixel: true);
    }
}
