using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Digital;

/// <summary>Scales and shifts the saturation channel of HSV.</summary>
internal sealed class Saturate() : BuiltInCorruption("saturate", CorruptionFamily.Digital, isExtra: true)
{
    private static readonly SeverityTable<(double Factor, double Addition)> Table = new(
        [(.3, 0), (.1, 0), (1.5, 0), (2, .1), (2.5, .2)],
        [(.3, 0), (.1, 0), (2, 0), (5, .1), (30, .2)],
        [(.3, 0), (.1, 0), (2, 0), (5, .1), (20, .2)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var (factor, addition) = Table.For(size, severity);
        for (var i = 0; i < image.Length; i += 3)
        {
            var (hue, saturation, value) = Hsv.FromRgb(image[i..]);
            Hsv.ToRgb(hue, Math.Clamp((saturation * factor) + addition, 0, 1), value, output[i..]);
        }
    }
}
