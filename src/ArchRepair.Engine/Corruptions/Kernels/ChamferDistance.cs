using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Distance to the nearest edge by a 5×5 chamfer mask (1, 1.4, 2.1969) in 16-bit fixed point, two passes. Borgefors (1986),
/// Computer Vision, Graphics, and Image Processing 34:344.</summary>
internal static class ChamferDistance
{
    /// <summary>One pixel.</summary>
    public const int Straight = 65536;

    private const int Diagonal = 91750;
    private const int Knight = 143976;
    private const int Margin = 2;
    private const int Far = int.MaxValue >> 2;
    private const int Step = 8;

    /// <summary>Distance in 1/65536 pixel to the nearest edge, where <paramref name="edges"/> is not 0, but no more than
    /// <paramref name="most"/>.</summary>
    public static void Fill(ReadOnlySpan<byte> edges, Span<int> distance, ImageSize size, int most)
    {
        var width = size.Width;
        var stride = width + (2 * Margin);
        using var scratch = new Scratch<int>(((size.Height + (2 * Margin)) * stride) + Step);
        using var lineScratch = new Scratch<int>(width + Step);
        var grid = scratch.Span;
        var line = lineScratch.Span;
        grid.Fill(Far);
        for (var y = 0; y < size.Height; y++)
        {
            var start = ((y + Margin) * stride) + Margin;
            FromRows(grid, start, -stride, line, width);
            var row = grid.Slice(start, width);
            var edge = edges.Slice(y * width, width);
            var left = Far;
            for (var x = 0; x < row.Length; x++)
            {
                var near = Math.Min(line[x], left + Straight);
                left = edge[x] != 0 ? 0 : near;
                row[x] = left;
            }
        }
        for (var y = size.Height - 1; y >= 0; y--)
        {
            var start = ((y + Margin) * stride) + Margin;
            FromRows(grid, start, stride, line, width);
            var row = grid.Slice(start, width);
            var output = distance.Slice(y * width, width);
            var right = Far;
            for (var x = row.Length - 1; x >= 0; x--)
            {
                right = Math.Min(line[x], right + Straight);
                row[x] = right;
                output[x] = Math.Min(right, most);
            }
        }
    }

    /// <summary>For each place of a row, the shortest way over the two rows that lie towards <paramref name="towards"/>, or what is
    /// there already.</summary>
    private static void FromRows(ReadOnlySpan<int> grid, int start, int towards, Span<int> line, int width)
    {
        for (var x = 0; x < width; x += Step)
        {
            ref var here = ref Unsafe.Add(ref MemoryMarshal.GetReference(grid), start + x);
            ref var next = ref Unsafe.Add(ref here, towards);
            ref var second = ref Unsafe.Add(ref next, towards);
            var knights = Vector256.Min(Vector256.Min(At(ref second, -1), At(ref second, 1)), Vector256.Min(At(ref next, -2), At(ref next, 2)));
            var diagonals = Vector256.Min(At(ref next, -1), At(ref next, 1));
            var best = Vector256.Min(At(ref here, 0), At(ref next, 0) + Vector256.Create(Straight));
            best = Vector256.Min(best, Vector256.Min(diagonals + Vector256.Create(Diagonal), knights + Vector256.Create(Knight)));
            best.CopyTo(line[x..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> At(ref int place, int offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref place, offset));
}
