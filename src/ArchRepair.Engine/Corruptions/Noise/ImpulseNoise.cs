using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Noise;

/// <summary>A share of the values, each channel on its own, becomes 0 or 255.</summary>
internal sealed class ImpulseNoise() : BuiltInCorruption("impulse_noise", CorruptionFamily.Noise)
{
    private static readonly SeverityTable<double> Shares = new(
        [.01, .02, .03, .05, .07],
        [.01, .02, .05, .08, .14],
        [.03, .06, .09, .17, .27]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var share = Shares.For(size, severity);
        using var hitScratch = new Scratch<double>(image.Length);
        using var saltScratch = new Scratch<double>(image.Length);
        var hit = hitScratch.Span;
        var salt = saltScratch.Span;
        draws.Uniform(0, 1, hit);
        draws.Uniform(0, 1, salt);
        for (var i = 0; i < image.Length; i++)
        {
            if (hit[i] > share) output[i] = Pixels.FromUnit(Pixels.Unit[image[i]]);
            else output[i] = salt[i] <= 0.5 ? (byte)255 : (byte)0;
        }
    }
}
