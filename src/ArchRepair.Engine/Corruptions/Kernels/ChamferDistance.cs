namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Distance to the nearest edge by a 5×5 chamfer mask (1, 1.4, 2.1969) in 16-bit fixed point, two passes. Borgefors (1986),
/// Computer Vision, Graphics, and Image Processing 34:344.</summary>
internal static class ChamferDistance
{
    private const int Straight = 65536;
    private const int Diagonal = 91750;
    private const int Knight = 143976;
    private const int Border = 2;
    private const int Far = int.MaxValue >> 2;

    /// <summary>Distance in pixels to the nearest edge, where <paramref name="edges"/> is not 0.</summary>
    public static void Fill(ReadOnlySpan<byte> edges, Span<float> distance, ImageSize size)
    {
        var stride = size.Width + (2 * Border);
        using var scratch = new Scratch<int>((size.Height + (2 * Border)) * stride);
        var grid = scratch.Span;
        grid.Fill(Far);
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var at = ((y + Border) * stride) + x + Border;
                grid[at] = edges[(y * size.Width) + x] != 0 ? 0 : Nearest(grid, at, -stride, -1, Far);
            }
        }
        for (var y = size.Height - 1; y >= 0; y--)
        {
            for (var x = size.Width - 1; x >= 0; x--)
            {
                var at = ((y + Border) * stride) + x + Border;
                grid[at] = Nearest(grid, at, stride, 1, grid[at]);
                distance[(y * size.Width) + x] = (float)(grid[at] * (1.0 / 65536));
            }
        }
    }

    /// <summary>The smallest way over the half of the neighbours that lies towards <paramref name="row"/> and
    /// <paramref name="column"/>.</summary>
    private static int Nearest(ReadOnlySpan<int> grid, int at, int row, int column, int best)
    {
        best = Math.Min(best, Math.Min(grid[at + (2 * row) - 1], grid[at + (2 * row) + 1]) + Knight);
        best = Math.Min(best, Math.Min(grid[at + row - 2], grid[at + row + 2]) + Knight);
        best = Math.Min(best, Math.Min(grid[at + row - 1], grid[at + row + 1]) + Diagonal);
        return Math.Min(best, Math.Min(grid[at + row], grid[at + column]) + Straight);
    }
}
