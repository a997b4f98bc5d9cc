using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// An affine warp with linear interpolation and borders mirrored without the edge. Source places are rounded to 1/32 pixel in fixed
/// point, as the library behind the published benchmark does.
/// </summary>
/// <param name="Xx">Source x per target x.</param>
/// <param name="Xy">Source x per target y.</param>
/// <param name="X0">Source x of the target's origin.</param>
/// <param name="Yx">Source y per target x.</param>
/// <param name="Yy">Source y per target y.</param>
/// <param name="Y0">Source y of the target's origin.</param>
internal readonly record struct AffineWarp(double Xx, double Xy, double X0, double Yx, double Yy, double Y0)
{
    /// <summary>The warp that moves three corners of the central square, (c+s, c+s), (c+s, c−s), (c−s, c−s), by six numbers.</summary>
    public static AffineWarp FromCorners(ImageSize size, ReadOnlySpan<double> moves)
    {
        var reach = Math.Min(size.Height, size.Width) / 3;
        if (reach == 0) return new(1, 0, 0, 0, 1, 0);
        var (first, second) = ((float)(size.Height / 2), (float)(size.Width / 2));
        var (px, py) = (first + reach, second + reach);
        var (ax, ay) = (px + (float)moves[0], py + (float)moves[1]);
        var (bx, by) = (px + (float)moves[2], second - reach + (float)moves[3]);
        var (cx, cy) = (first - reach + (float)moves[4], second - reach + (float)moves[5]);
        // Forward map: columns from the differences of the corners, which differ in one coordinate each.
        var (m0, m1) = (((double)bx - cx) / (2 * reach), ((double)ax - bx) / (2 * reach));
        var (m3, m4) = (((double)by - cy) / (2 * reach), ((double)ay - by) / (2 * reach));
        var m2 = ax - (m0 * px) - (m1 * py);
        var m5 = ay - (m3 * px) - (m4 * py);
        var determinant = (m0 * m4) - (m1 * m3);
        var d = determinant != 0 ? 1 / determinant : 0;
        var (xx, xy, yx, yy) = (m4 * d, m1 * -d, m3 * -d, m0 * d);
        return new(xx, xy, (-xx * m2) - (xy * m5), yx, yy, (-yx * m2) - (yy * m5));
    }

    /// <summary>Warps H·W·4 values.</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, ImageSize size)
    {
        using var columnX = new Scratch<int>(size.Width);
        using var columnY = new Scratch<int>(size.Width);
        for (var x = 0; x < size.Width; x++)
        {
            columnX.Span[x] = ToFixed(Xx * x);
            columnY.Span[x] = ToFixed(Yx * x);
        }
        ref var output = ref MemoryMarshal.GetReference(target);
        for (var y = 0; y < size.Height; y++)
        {
            var rowX = ToFixed((Xy * y) + X0) + 16;
            var rowY = ToFixed((Yy * y) + Y0) + 16;
            for (var x = 0; x < size.Width; x++)
            {
                var pixel = Sample(source, size, (rowX + columnX.Span[x]) >> 5, (rowY + columnY.Span[x]) >> 5);
                pixel.StoreUnsafe(ref output, (nuint)(((y * size.Width) + x) * 4));
            }
        }
    }

    private static int ToFixed(double place) => (int)Math.Round(place * 1024);

    /// <summary>The pixel at a place given in 1/32 pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sample(ReadOnlySpan<float> source, ImageSize size, int fixedX, int fixedY)
    {
        var (right, down) = ((fixedX & 31) / 32f, (fixedY & 31) / 32f);
        var (left, beside) = (fixedX >> 5, (fixedX >> 5) + 1);
        var (top, bottom) = (fixedY >> 5, (fixedY >> 5) + 1);
        if (left < 0 || top < 0 || beside >= size.Width || bottom >= size.Height)
        {
            left = Border.MirrorWithoutEdge.Fold(left, size.Width);
            beside = Border.MirrorWithoutEdge.Fold(beside, size.Width);
            top = Border.MirrorWithoutEdge.Fold(top, size.Height);
            bottom = Border.MirrorWithoutEdge.Fold(bottom, size.Height);
        }
        ref var start = ref MemoryMarshal.GetReference(source);
        var sum = Vector128.LoadUnsafe(ref start, (nuint)(((top * size.Width) + left) * 4)) * ((1 - down) * (1 - right));
        sum += Vector128.LoadUnsafe(ref start, (nuint)(((top * size.Width) + beside) * 4)) * ((1 - down) * right);
        sum += Vector128.LoadUnsafe(ref start, (nuint)(((bottom * size.Width) + left) * 4)) * (down * (1 - right));
        return sum + (Vector128.LoadUnsafe(ref start, (nuint)(((bottom * size.Width) + beside) * 4)) * (down * right));
    }
}
