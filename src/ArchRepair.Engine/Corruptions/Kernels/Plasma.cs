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
        // Each level is a grid of its own whose rows repeat their first point at the end: no index wraps inside a row.
        using var firstScratch = new Scratch<double>(side * (side + 1));
        using var secondScratch = new Scratch<double>(side * (side + 1));
        using var noiseScratch = new Scratch<double>(Math.Max(1, side / 2 * (side / 2)));
        using var centreScratch = new Scratch<double>(Math.Max(1, side / 2 * ((side / 2) + 1)));
        var grid = firstScratch.Span;
        var finer = secondScratch.Span;
        grid[..2].Clear();
        var amplitude = 100.0;
        for (var count = 1; count < side; count *= 2)
        {
            var level = new PlasmaLevel(count, amplitude);
            var noise = noiseScratch.Span[..(count * count)];
            draws.Uniform(-amplitude, amplitude, noise);
            level.FillCentres(grid, centreScratch.Span, noise);
            draws.Uniform(-amplitude, amplitude, noise);
            level.FillEvenRows(grid, centreScratch.Span, finer, noise);
            draws.Uniform(-amplitude, amplitude, noise);
            level.FillOddRows(grid, centreScratch.Span, finer, noise);
            var coarser = grid;
            grid = finer;
            finer = coarser;
            amplitude /= decay;
        }
        Normalize(grid, map, side);
    }

    private static void Normalize(ReadOnlySpan<double> grid, Span<double> map, int side)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var y = 0; y < side; y++)
        {
            var row = grid.Slice(y * (side + 1), side);
            least = Math.Min(least, TensorPrimitives.Min(row));
            most = Math.Max(most, TensorPrimitives.Max(row));
        }
        var span = most - least;
        if (span == 0) span = 1;
        for (var y = 0; y < side; y++)
        {
            var row = grid.Slice(y * (side + 1), side);
            var output = map.Slice(y * side, side);
            TensorPrimitives.Subtract(row, least, output);
            TensorPrimitives.Divide(output, span, output);
        }
    }
}
