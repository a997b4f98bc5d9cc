using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Products of small matrices, row by row in memory, in one fixed order of summation.</summary>
internal static class MatrixProduct
{
    private const int Rows = 4;
    private const int Columns = 16;

    /// <summary>target (rows×columns) = left (rows×inner) · right (inner×columns).</summary>
    public static void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> target, int inner)
    {
        var rows = left.Length / inner;
        var columns = right.Length / inner;
        var y = 0;
        for (; y + Rows <= rows; y += Rows)
        {
            var x = 0;
            for (; x + Columns <= columns; x += Columns)
                MultiplyTile(left[(y * inner)..], right[x..], target[((y * columns) + x)..], inner, columns);
            for (var row = y; row < y + Rows; row++) MultiplyRest(left.Slice(row * inner, inner), right, target.Slice(row * columns, columns), x);
        }
        for (; y < rows; y++) MultiplyRest(left.Slice(y * inner, inner), right, target.Slice(y * columns, columns), 0);
    }

    private static void MultiplyTile(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> target, int inner, int columns)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        var (c00, c01, c10, c11) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        var (c20, c21, c30, c31) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var k = 0; k < inner; k++)
        {
            var b0 = Vector512.LoadUnsafe(ref b, (nuint)(k * columns));
            var b1 = Vector512.LoadUnsafe(ref b, (nuint)((k * columns) + 8));
            var factor = Vector512.Create(Unsafe.Add(ref a, k));
            c00 = Vector512.FusedMultiplyAdd(factor, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(factor, b1, c01);
            factor = Vector512.Create(Unsafe.Add(ref a, inner + k));
            c10 = Vector512.FusedMultiplyAdd(factor, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(factor, b1, c11);
            factor = Vector512.Create(Unsafe.Add(ref a, (2 * inner) + k));
            c20 = Vector512.FusedMultiplyAdd(factor, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(factor, b1, c21);
            factor = Vector512.Create(Unsafe.Add(ref a, (3 * inner) + k));
            c30 = Vector512.FusedMultiplyAdd(factor, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(factor, b1, c31);
        }
        Store(c00, c01, target);
        Store(c10, c11, target[columns..]);
        Store(c20, c21, target[(2 * columns)..]);
        Store(c30, c31, target[(3 * columns)..]);
    }

    private static void Store(Vector512<double> first, Vector512<double> second, Span<double> target)
    {
        first.CopyTo(target);
        second.CopyTo(target[8..]);
    }

    private static void MultiplyRest(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> target, int start)
    {
        for (var x = start; x < target.Length; x++)
        {
            var sum = 0.0;
            for (var k = 0; k < left.Length; k++) sum = Math.FusedMultiplyAdd(left[k], right[(k * target.Length) + x], sum);
            target[x] = sum;
        }
    }
}
