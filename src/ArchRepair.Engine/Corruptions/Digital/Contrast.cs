using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Digital;

/// <summary>Draws each channel towards its mean over the image.</summary>
internal sealed class Contrast() : BuiltInCorruption("contrast", CorruptionFamily.Digital)
{
    private static readonly SeverityTable<double> Factors = new(
        [.75, .5, .4, .3, .15],
        [.4, .3, .2, .1, .05],
        [.4, .3, .2, .1, .05]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var factor = Factors.For(size, severity);
        // Summed pixel after pixel, as the source does: where the image is flat, the last bit of the mean decides.
        var (red, green, blue) = (0.0, 0.0, 0.0);
        for (var i = 0; i < image.Length; i += 3)
        {
            red += Pixels.Unit[image[i]];
            green += Pixels.Unit[image[i + 1]];
            blue += Pixels.Unit[image[i + 2]];
        }
        Span<byte> table = stackalloc byte[3 * 256];
        FillTable(table[..256], red / size.Pixels, factor);
        FillTable(table[256..512], green / size.Pixels, factor);
        FillTable(table[512..], blue / size.Pixels, factor);
        for (var i = 0; i < image.Length; i += 3)
        {
            output[i] = table[image[i]];
            output[i + 1] = table[256 + image[i + 1]];
            output[i + 2] = table[512 + image[i + 2]];
        }
    }

    private static void FillTable(Span<byte> table, double mean, double factor)
    {
        for (var level = 0; level < 256; level++) table[level] = Pixels.FromUnit(((Pixels.Unit[level] - mean) * factor) + mean);
    }
}
