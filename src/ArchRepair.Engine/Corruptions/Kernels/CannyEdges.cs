namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// Edges with thresholds 50 and 150: 3×3 Sobel, L1 magnitude, non-maximum suppression in three sectors bounded by tan 22.5° in 15-bit
/// fixed point, hysteresis over eight neighbours. Canny (1986), IEEE PAMI 8:679.
/// </summary>
internal static class CannyEdges
{
    private const int Low = 50;
    private const int High = 150;
    private const int Tangent = 13573;

    /// <summary>Writes 255 on edges and 0 elsewhere.</summary>
    public static void Find(ReadOnlySpan<byte> image, Span<byte> edges, ImageSize size)
    {
        using var gradientX = new Scratch<int>(size.Pixels);
        using var gradientY = new Scratch<int>(size.Pixels);
        var stride = size.Width + 2;
        using var magnitudes = new Scratch<int>((size.Height + 2) * stride);
        magnitudes.Span.Clear();
        Sobel(image, gradientX.Span, gradientY.Span, magnitudes.Span, size);
        using var stack = new Scratch<int>(size.Pixels);
        edges.Clear();
        var strong = 0;
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var at = ((y + 1) * stride) + x + 1;
                var i = (y * size.Width) + x;
                if (magnitudes.Span[at] <= Low || !IsRidge(magnitudes.Span, at, stride, gradientX.Span[i], gradientY.Span[i])) continue;
                edges[i] = 1;
                if (magnitudes.Span[at] <= High) continue;
                edges[i] = 255;
                stack.Span[strong++] = i;
            }
        }
        Spread(edges, size, stack.Span, strong);
    }

    private static void Sobel(ReadOnlySpan<byte> image, Span<int> gradientX, Span<int> gradientY, Span<int> magnitudes, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var above = Math.Max(y - 1, 0) * size.Width;
            var here = y * size.Width;
            var below = Math.Min(y + 1, size.Height - 1) * size.Width;
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right) = (Math.Max(x - 1, 0), Math.Min(x + 1, size.Width - 1));
                var dx = image[above + right] - image[above + left] + (2 * (image[here + right] - image[here + left]))
                    + image[below + right] - image[below + left];
                var dy = image[below + left] + (2 * image[below + x]) + image[below + right]
                    - image[above + left] - (2 * image[above + x]) - image[above + right];
                gradientX[here + x] = dx;
                gradientY[here + x] = dy;
                magnitudes[((y + 1) * (size.Width + 2)) + x + 1] = Math.Abs(dx) + Math.Abs(dy);
            }
        }
    }

    private static bool IsRidge(ReadOnlySpan<int> magnitudes, int at, int stride, int dx, int dy)
    {
        var here = magnitudes[at];
        var flat = Math.Abs(dx) * Tangent;
        var steep = Math.Abs(dy) << 15;
        if (steep < flat) return here > magnitudes[at - 1] && here >= magnitudes[at + 1];
        if (steep > flat + (Math.Abs(dx) << 16)) return here > magnitudes[at - stride] && here >= magnitudes[at + stride];
        var side = (dx ^ dy) < 0 ? -1 : 1;
        return here > magnitudes[at - stride - side] && here > magnitudes[at + stride + side];
    }

    /// <summary>Turns weak ridges (1) that touch a strong one (255) into strong ones and drops the rest.</summary>
    private static void Spread(Span<byte> edges, ImageSize size, Span<int> stack, int count)
    {
        while (count > 0)
        {
            var i = stack[--count];
            var (y, x) = (i / size.Width, i % size.Width);
            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(size.Height - 1, y + 1); ny++)
            {
                for (var nx = Math.Max(0, x - 1); nx <= Math.Min(size.Width - 1, x + 1); nx++)
                {
                    var near = (ny * size.Width) + nx;
                    if (edges[near] != 1) continue;
                    edges[near] = 255;
                    stack[count++] = near;
                }
            }
        }
        for (var i = 0; i < edges.Length; i++) if (edges[i] == 1) edges[i] = 0;
    }
}
