using System.Collections.Concurrent;
using System.Numerics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>
/// Frost without photographs: crops of Gaussian fields whose spectrum falls as that of the photographs does, with random gain and
/// brightness, in the photographs' colours.
/// </summary>
internal sealed class ProceduralFrost : IFrostSource
{
    private readonly ConcurrentDictionary<(int Palette, int Side), float[]> _fields = new();

    public bool IsSubstitute => true;

    public void Fill(Span<byte> texture, ImageSize size, IRandomDraws draws)
    {
        Span<int> choice = stackalloc int[1];
        Span<int> corner = stackalloc int[2];
        Span<double> moods = stackalloc double[2];
        draws.Integers(0, FrostPalette.All.Count, choice);
        var palette = FrostPalette.All[choice[0]];
        var crop = Math.Max(size.Height, size.Width);
        var side = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(256, 2 * crop));
        draws.Integers(0, side, corner);
        draws.Normal(0, 1, moods);
        var gain = DoubleDouble.Exp((0.3 * moods[0]) - 0.09);
        // The second and third file are one picture.
        var field = _fields.GetOrAdd((choice[0] == 2 ? 1 : choice[0], side), key => FrostField.Create(FrostPalette.All[key.Palette].Slope, key.Side, crop));
        Paint(texture, size, new FrostCrop(field, side, corner[0], corner[1]), palette, gain * palette.WithinCrop, moods[1] * palette.BetweenCrops);
    }

    private static void Paint(Span<byte> texture, ImageSize size, FrostCrop crop, FrostPalette palette, double contrast, double shift)
    {
        var (mean, deviation) = crop.Moments(size);
        var scale = deviation > 0 ? contrast / deviation : 0;
        var average = (palette.Deviation[0] + palette.Deviation[1] + palette.Deviation[2]) / 3;
        var to = 0;
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var light = (shift + ((crop.At(y, x) - mean) * scale)) / average;
                for (var c = 0; c < 3; c++)
                    texture[to++] = (byte)(Math.Clamp(palette.Mean[c] + (light * palette.Deviation[c]), 0, 255) + 0.5);
            }
        }
    }
}
