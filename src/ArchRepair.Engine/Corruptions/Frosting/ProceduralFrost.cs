using System.Collections.Concurrent;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>
/// Frost without photographs: crops of Gaussian fields whose spectrum falls as that of the photographs does, with random gain and
/// brightness, in the photographs' colours.
/// </summary>
internal sealed class ProceduralFrost : IFrostSource
{
    private readonly ConcurrentDictionary<(double Slope, int Crop), FrostField> _fields = new();

    public bool IsSubstitute => true;

    public void Fill(Span<byte> texture, ImageSize size, IRandomDraws draws)
    {
        Span<int> choice = stackalloc int[1];
        Span<int> corner = stackalloc int[2];
        Span<double> moods = stackalloc double[2];
        draws.Integers(0, FrostPalette.All.Count, choice);
        var palette = FrostPalette.All[choice[0]];
        var crop = Math.Max(size.Height, size.Width);
        var field = _fields.GetOrAdd((palette.Slope, crop), static key => new FrostField(key.Slope, key.Crop));
        draws.Integers(0, field.Side, corner);
        draws.Normal(0, 1, moods);
        // Gain and brightness differ from crop to crop as in the photographs.
        var (mean, deviation) = field.Moments(corner, size);
        var gain = DoubleDouble.Exp((0.3 * moods[0]) - 0.09);
        var contrast = deviation > 0 ? gain * palette.WithinCrop / deviation : 0;
        var brightness = (moods[1] * palette.BetweenCrops) - (mean * contrast);
        Paint(texture, size, field, corner, palette, (float)contrast, (float)brightness);
    }

    private static void Paint(
        Span<byte> texture, ImageSize size, FrostField field, ReadOnlySpan<int> corner, FrostPalette palette, float contrast, float brightness)
    {
        for (int y = 0, i = 0; y < size.Height; y++)
        {
            foreach (var value in field.Row(corner, y, size.Width))
            {
                var color = palette.Base + (palette.Tint * ((value * contrast) + brightness));
                Quads.StoreLevels(color, texture, i++);
            }
        }
    }
}
