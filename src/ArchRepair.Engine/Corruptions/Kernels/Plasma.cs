using System.Numerics;
using System.Numerics.Tensors;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Diamond-square clouds on a torus, scaled to [0, 1]. Fournier, Fussell, Carpenter (1982), CACM 25:371.</summary>
internal static class Plasma
{
    /// <summary>The smallest power of two that covers the image.</summary>
    public static int SideFor(ImageSize size) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size.Height, size.Width));

    /// <summary>Fills side² values, side a power of two; the amplitude shrinks by <paramref name="decay"/> from one level to the
    /// next.</summary>
    public static void Fill(Span<double> map, int side, double decay, IRandomDraws draws)
    {
        map[0] = 0;
        var amplitude = 100.0;
        using var scratch = new Scratch<double>(Math.Max(1, side / 2 * (side / 2)));
        for (var step = side; step >= 2; step /= 2)
        {
            var count = side / step;
            var noise = scratch.Span[..(count * count)];
            draws.Uniform(-amplitude, amplitude, noise);
            FillCentres(map, side, step, amplitude, noise);
            draws.Uniform(-amplitude, amplitude, noise);
            FillRows(map, side, step, amplitude, noise);
            draws.Uniform(-amplitude, amplitude, noise);
            FillColumns(map, side, step, amplitude, noise);
            amplitude /= decay;
        }
        TensorPrimitives.Subtract(map, TensorPrimitives.Min<double>(map), map);
        var most = TensorPrimitives.Max<double>(map);
        if (most > 0) TensorPrimitives.Divide(map, most, map);
    }

    private static void FillCentres(Span<double> map, int side, int step, double amplitude, ReadOnlySpan<double> noise)
    {
        var half = step / 2;
        var next = 0;
        for (var y = 0; y < side; y += step)
        {
            var below = (y + step) % side;
            for (var x = 0; x < side; x += step)
            {
                var right = (x + step) % side;
                var sum = map[(y * side) + x] + map[(below * side) + x] + (map[(y * side) + right] + map[(below * side) + right]);
                map[((y + half) * side) + x + half] = (sum / 4) + (amplitude * noise[next++]);
            }
        }
    }

    /// <summary>The points on the rows of corners, halfway between two corners.</summary>
    private static void FillRows(Span<double> map, int side, int step, double amplitude, ReadOnlySpan<double> noise)
    {
        var half = step / 2;
        var next = 0;
        for (var y = 0; y < side; y += step)
        {
            var above = (y - half + side) % side;
            for (var x = 0; x < side; x += step)
            {
                var right = (x + step) % side;
                var centres = map[((y + half) * side) + x + half] + map[(above * side) + x + half];
                var corners = map[(y * side) + x] + map[(y * side) + right];
                map[(y * side) + x + half] = ((centres + corners) / 4) + (amplitude * noise[next++]);
            }
        }
    }

    /// <summary>The points on the columns of corners, halfway between two corners.</summary>
    private static void FillColumns(Span<double> map, int side, int step, double amplitude, ReadOnlySpan<double> noise)
    {
        var half = step / 2;
        var next = 0;
        for (var y = 0; y < side; y += step)
        {
            var below = (y + step) % side;
            for (var x = 0; x < side; x += step)
            {
                var left = (x - half + side) % side;
                var centres = map[((y + half) * side) + x + half] + map[((y + half) * side) + left];
                var corners = map[(y * side) + x] + map[(below * side) + x];
                map[((y + half) * side) + x] = ((centres + corners) / 4) + (amplitude * noise[next++]);
            }
        }
    }
}
