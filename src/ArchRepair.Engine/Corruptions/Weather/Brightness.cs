using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Weather;

/// <summary>Adds to the value channel of HSV.</summary>
internal sealed class Brightness() : BuiltInCorruption("brightness", CorruptionFamily.Weather)
{
    private static readonly SeverityTable<double> Additions = new(
        [.05, .1, .15, .2, .3],
        [.1, .2, .3, .4, .5],
        [.1, .2, .3, .4, .5]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var addition = Additions.For(size, severity);
        for (var i = 0; i < image.Length; i += 3)
        {
            var (hue, saturation, value) = Hsv.FromRgb(image[i..]);
            Hsv.ToRgb(hue, saturation, Math.Clamp(value + addition, 0, 1), output[i..]);
        }
    }
}
