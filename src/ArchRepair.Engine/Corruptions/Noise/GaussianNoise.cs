using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Noise;

/// <summary>x + N(0, σ) for each value.</summary>
internal sealed class GaussianNoise() : BuiltInCorruption("gaussian_noise", CorruptionFamily.Noise)
{
    private static readonly SeverityTable<double> Deviations = new(
        [.04, .06, .08, .09, .10],
        [.04, .08, .12, .15, .18],
        [.08, .12, .18, .26, .38]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        using var scratch = new Scratch<double>(image.Length);
        var noise = scratch.Span;
        draws.Normal(0, Deviations.For(size, severity), noise);
        AdditiveNoise.Apply(image, noise, output, isScaledByPixel: false);
    }
}
