using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// Edges with thresholds 50 and 150: 3×3 Sobel, L1 magnitude, non-maximum suppression in three sectors bounded by tan 22.5° in 15-bit
/// fixed point, hysteresis over eight neighbours. Canny (1986), IEEE PAMI 8:679.
/// </summary>
internal static class CannyEdges
{
    private const short Low = 50;
    private const short High = 150;
    private const int Tangent = 13573;
    private const int Step = 16;

    /// <summary>Writes 255 on edges and 0 elsewhere.</summary>
    public static void Find(ReadOnlySpan<byte> image, Span<byte> edges, ImageSize size)
    {
        var layout = new PaddedPlane(size);
        using var levelScratch = new Scratch<short>(layout.Length);
        using var xScratch = new Scratch<short>(layout.Length);
        using var yScratch = new Scratch<short>(layout.Length);
        using var magnitudeScratch = new Scratch<short>(layout.Length);
        var levels = levelScratch.Span;
        for (var y = 0; y < size.Height; y++)
            for (var x = 0; x < size.Width; x++)
                levels[layout.RowStart(y) + x] = image[(y * size.Width) + x];
        layout.Frame(levels, Border.Edge);
        // Outside the image no gradient competes.
        magnitudeScratch.Span.Clear();
        Sobel(levels, xScratch.Span, yScratch.Span, magnitudeScratch.Span, layout);
        using var stackScratch = new Scratch<int>(size.Pixels);
        edges.Clear();
        var strong = 0;
        for (var y = 0; y < size.Height; y++)
            strong = MarkRow(edges, y, new Gradients(xScratch.Span, yScratch.Span, magnitudeScratch.Span), layout, stackScratch.Span, strong);
        Spread(edges, size, stackScratch.Span, strong);
    }

    private static void Sobel(ReadOnlySpan<short> levels, Span<short> gradientX, Span<short> gradientY, Span<short> magnitudes, PaddedPlane layout)
    {
        var stride = layout.Stride;
        for (var y = 0; y < layout.Size.Height; y++)
        {
            for (var x = 0; x < layout.Size.Width; x += Step)
            {
                var at = layout.RowStart(y) + x;
                ref var here = ref Unsafe.Add(ref MemoryMarshal.GetReference(levels), at);
                var (a, b, c) = (Near(ref here, -stride - 1), Near(ref here, -stride), Near(ref here, -stride + 1));
                var (d, f) = (Near(ref here, -1), Near(ref here, 1));
                var (g, h, i) = (Near(ref here, stride - 1), Near(ref here, stride), Near(ref here, stride + 1));
                var dx = c - a + (f - d) + (f - d) + (i - g);
                var dy = g - a + (h - b) + (h - b) + (i - c);
                dx.CopyTo(gradientX[at..]);
                dy.CopyTo(gradientY[at..]);
                var magnitude = Vector256.Abs(dx) + Vector256.Abs(dy);
                var count = Math.Min(Step, layout.Size.Width - x);
                if (count == Step) magnitude.CopyTo(magnitudes[at..]);
                else for (var k = 0; k < count; k++) magnitudes[at + k] = magnitude[k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Near(ref short here, int offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref here, offset));

    /// <summary>Marks the ridges of a row, weak 1 and strong 255, and puts the strong ones on the stack.</summary>
    private static int MarkRow(Span<byte> edges, int y, Gradients gradients, PaddedPlane layout, Span<int> stack, int strong)
    {
        var width = layout.Size.Width;
        for (var x = 0; x < width; x += Step)
        {
            var at = layout.RowStart(y) + x;
            var above = Vector256.GreaterThan(Vector256.Create(gradients.Magnitudes.Slice(at, Step)), Vector256.Create(Low));
            var bits = Vector256.ExtractMostSignificantBits(above);
            if (x + Step > width) bits &= (1u << (width - x)) - 1;
            for (; bits != 0; bits &= bits - 1)
            {
                var k = BitOperations.TrailingZeroCount(bits);
                if (!gradients.IsRidge(at + k, layout.Stride)) continue;
                var i = (y * width) + x + k;
                edges[i] = 1;
                if (gradients.Magnitudes[at + k] <= High) continue;
                edges[i] = 255;
                stack[strong++] = i;
            }
        }
        return strong;
    }

    /// <summary>Turns weak ridges (1) that touch a strong one (255) into strong ones and drops the rest.</summary>
    private static void Spread(Span<byte> edges, ImageSize size, Span<int> stack, int count)
    {
        while (count > 0)
        {
            var i = stack[--count];
            var (y, x) = (i / size.Width, i % size.Width);
            var (left, right) = (Math.Max(0, x - 1), Math.Min(size.Width - 1, x + 1));
            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(size.Height - 1, y + 1); ny++)
            {
                for (var near = (ny * size.Width) + left; near <= (ny * size.Width) + right; near++)
                {
                    if (edges[near] != 1) continue;
                    edges[near] = 255;
                    stack[count++] = near;
                }
            }
        }
        var zero = Vector256<byte>.Zero;
        var at = 0;
        for (; at + 32 <= edges.Length; at += 32)
        {
            var values = Vector256.Create<byte>(edges[at..]);
            Vector256.ConditionalSelect(Vector256.Equals(values, Vector256<byte>.One), zero, values).CopyTo(edges[at..]);
        }
        for (; at < edges.Length; at++) if (edges[at] == 1) edges[at] = 0;
    }

    private readonly ref struct Gradients(ReadOnlySpan<short> x, ReadOnlySpan<short> y, ReadOnlySpan<short> magnitudes)
    {
        private readonly ReadOnlySpan<short> _x = x;
        private readonly ReadOnlySpan<short> _y = y;

        public ReadOnlySpan<short> Magnitudes { get; } = magnitudes;

        public bool IsRidge(int at, int stride)
        {
            int here = Magnitudes[at], dx = _x[at], dy = _y[at];
            var flat = Math.Abs(dx) * Tangent;
            var steep = Math.Abs(dy) << 15;
            if (steep < flat) return here > Magnitudes[at - 1] && here >= Magnitudes[at + 1];
            if (steep > flat + (Math.Abs(dx) << 16)) return here > Magnitudes[at - stride] && here >= Magnitudes[at + stride];
            var side = (dx ^ dy) < 0 ? -1 : 1;
            return here > Magnitudes[at - stride - side] && here > Magnitudes[at + stride + side];
        }
    }
}
