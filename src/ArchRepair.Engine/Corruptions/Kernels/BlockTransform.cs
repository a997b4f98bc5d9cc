using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// 8×8 discrete cosine transform, quantisation and the way back, in the 13-bit integers of the "slow" accurate variant. Loeffler,
/// Ligtenberg, Moschytz (1989), ICASSP. Eight columns run side by side.
/// </summary>
internal sealed class BlockTransform
{
    private const int ConstantBits = 13;
    private const int PassBits = 2;

    private readonly Vector256<int>[] _steps = new Vector256<int>[8];
    private readonly Vector256<int>[] _divisors = new Vector256<int>[8];

    /// <summary>Takes 64 quantisation steps, row by row.</summary>
    public BlockTransform(int[] table)
    {
        for (var row = 0; row < 8; row++)
        {
            _steps[row] = Vector256.Create<int>(table.AsSpan(row * 8, 8));
            // The forward transform's values are eight times too large.
            _divisors[row] = _steps[row] << 3;
        }
    }

    /// <summary>Transforms every block of the plane in place; both sides are multiples of 8.</summary>
    public void Apply(Span<byte> plane, ImageSize size)
    {
        for (var y = 0; y < size.Height; y += 8)
            for (var x = 0; x < size.Width; x += 8)
                RoundTrip(ref plane[(y * size.Width) + x], size.Width);
    }

    private void RoundTrip(ref byte corner, int stride)
    {
        var r = new BlockRows(
            Load(ref corner, 0), Load(ref corner, stride), Load(ref corner, 2 * stride), Load(ref corner, 3 * stride),
            Load(ref corner, 4 * stride), Load(ref corner, 5 * stride), Load(ref corner, 6 * stride), Load(ref corner, 7 * stride));
        r.Transpose();
        Forward(ref r, ConstantBits - PassBits, PassBits, 0);
        r.Transpose();
        Forward(ref r, ConstantBits + PassBits, 0, PassBits);
        Quantize(ref r.R0, 0);
        Quantize(ref r.R1, 1);
        Quantize(ref r.R2, 2);
        Quantize(ref r.R3, 3);
        Quantize(ref r.R4, 4);
        Quantize(ref r.R5, 5);
        Quantize(ref r.R6, 6);
        Quantize(ref r.R7, 7);
        Inverse(ref r, ConstantBits - PassBits);
        r.Transpose();
        Inverse(ref r, ConstantBits + PassBits + 3);
        r.Transpose();
        Store(r.R0, ref corner, 0);
        Store(r.R1, ref corner, stride);
        Store(r.R2, ref corner, 2 * stride);
        Store(r.R3, ref corner, 3 * stride);
        Store(r.R4, ref corner, 4 * stride);
        Store(r.R5, ref corner, 5 * stride);
        Store(r.R6, ref corner, 6 * stride);
        Store(r.R7, ref corner, 7 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ref byte corner, int offset)
    {
        var shorts = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref corner, offset))).AsByte());
        return Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)).AsInt32() - Vector256.Create(128);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> values, ref byte corner, int offset)
    {
        var clipped = Vector256.Min(Vector256.Max(values + Vector256.Create(128), Vector256<int>.Zero), Vector256.Create(255));
        var shorts = Vector128.Narrow(clipped.GetLower(), clipped.GetUpper());
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref corner, offset), Vector128.Narrow(shorts, shorts).AsUInt64().ToScalar());
    }

    /// <summary>Rounds to a multiple of the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Quantize(ref Vector256<int> values, int row)
    {
        var divisor = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_divisors), row);
        var size = Vector256.Abs(values) + (divisor >> 1);
        // Both are below 2²⁴, so a single-precision quotient is right but perhaps for its last unit.
        var quotient = Vector256.ConvertToInt32Native(Vector256.ConvertToSingle(size) / Vector256.ConvertToSingle(divisor));
        quotient += Vector256.GreaterThan(quotient * divisor, size);
        var product = quotient * Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_steps), row);
        var sign = values >> 31;
        values = (product ^ sign) - sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward(ref BlockRows d, int bits, int shiftUp, int shiftDown)
    {
        var (s0, s1, s2, s3) = (d.R0 + d.R7, d.R1 + d.R6, d.R2 + d.R5, d.R3 + d.R4);
        var (t4, t5, t6, t7) = (d.R3 - d.R4, d.R2 - d.R5, d.R1 - d.R6, d.R0 - d.R7);
        var (even0, even3, even1, even2) = (s0 + s3, s0 - s3, s1 + s2, s1 - s2);
        d.R0 = Descale((even0 + even1) << shiftUp, shiftDown);
        d.R4 = Descale((even0 - even1) << shiftUp, shiftDown);
        var z = (even2 + even3) * 4433;
        d.R2 = Descale(z + (even3 * 6270), bits);
        d.R6 = Descale(z - (even2 * 15137), bits);
        Odd(t4, t5, t6, t7, out var o7, out var o5, out var o3, out var o1);
        d.R7 = Descale(o7, bits);
        d.R5 = Descale(o5, bits);
        d.R3 = Descale(o3, bits);
        d.R1 = Descale(o1, bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inverse(ref BlockRows d, int bits)
    {
        var z = (d.R2 + d.R6) * 4433;
        var low = z - (d.R6 * 15137);
        var high = z + (d.R2 * 6270);
        var (sum, difference) = ((d.R0 + d.R4) << ConstantBits, (d.R0 - d.R4) << ConstantBits);
        var (even0, even3, even1, even2) = (sum + high, sum - high, difference + low, difference - low);
        Odd(d.R7, d.R5, d.R3, d.R1, out var o0, out var o1, out var o2, out var o3);
        d.R0 = Descale(even0 + o3, bits);
        d.R7 = Descale(even0 - o3, bits);
        d.R1 = Descale(even1 + o2, bits);
        d.R6 = Descale(even1 - o2, bits);
        d.R2 = Descale(even2 + o1, bits);
        d.R5 = Descale(even2 - o1, bits);
        d.R3 = Descale(even3 + o0, bits);
        d.R4 = Descale(even3 - o0, bits);
    }

    /// <summary>The rotation that forward and inverse transform share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Odd(
        Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d,
        out Vector256<int> fromA, out Vector256<int> fromB, out Vector256<int> fromC, out Vector256<int> fromD)
    {
        var z5 = (a + c + b + d) * 9633;
        var z1 = (a + d) * -7373;
        var z2 = (b + c) * -20995;
        var z3 = ((a + c) * -16069) + z5;
        var z4 = ((b + d) * -3196) + z5;
        fromA = (a * 2446) + z1 + z3;
        fromB = (b * 16819) + z2 + z4;
        fromC = (c * 25172) + z2 + z3;
        fromD = (d * 12299) + z1 + z4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Descale(Vector256<int> values, int bits) =>
        bits == 0 ? values : (values + Vector256.Create(1 << (bits - 1))) >> bits;
}
