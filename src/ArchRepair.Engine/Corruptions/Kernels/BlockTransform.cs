using System.Runtime.CompilerServices;
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

    /// <param name="table">64 quantisation steps, row by row.</param>
    public BlockTransform(int[] table)
    {
        for (var row = 0; row < 8; row++) _steps[row] = Vector256.Create<int>(table.AsSpan(row * 8, 8));
    }

    /// <summary>Transforms every block of the plane in place; both sides are multiples of 8.</summary>
    public void Apply(Span<byte> plane, ImageSize size)
    {
        Span<Vector256<int>> block = stackalloc Vector256<int>[8];
        for (var y = 0; y < size.Height; y += 8)
        {
            for (var x = 0; x < size.Width; x += 8)
            {
                for (var row = 0; row < 8; row++) block[row] = Load(plane[(((y + row) * size.Width) + x)..]);
                RoundTrip(block);
                for (var row = 0; row < 8; row++) Store(block[row], plane[(((y + row) * size.Width) + x)..]);
            }
        }
    }

    private void RoundTrip(Span<Vector256<int>> block)
    {
        Transpose(block);
        Forward(block, ConstantBits - PassBits, shiftUp: PassBits, shiftDown: 0);
        Transpose(block);
        Forward(block, ConstantBits + PassBits, shiftUp: 0, shiftDown: PassBits);
        for (var row = 0; row < 8; row++) block[row] = Quantize(block[row], _steps[row]);
        Inverse(block, ConstantBits - PassBits);
        Transpose(block);
        Inverse(block, ConstantBits + PassBits + 3);
        Transpose(block);
    }

    private static Vector256<int> Load(ReadOnlySpan<byte> row)
    {
        var wide = Vector128.WidenLower(Vector128.CreateScalar(BitConverter.ToUInt64(row)).AsByte());
        return Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide)).AsInt32() - Vector256.Create(128);
    }

    private static void Store(Vector256<int> values, Span<byte> row)
    {
        var clipped = Vector256.Min(Vector256.Max(values + Vector256.Create(128), Vector256<int>.Zero), Vector256.Create(255));
        for (var i = 0; i < 8; i++) row[i] = (byte)clipped[i];
    }

    /// <summary>Rounds to a multiple of the step; the forward transform's values are eight times too large.</summary>
    private static Vector256<int> Quantize(Vector256<int> values, Vector256<int> steps)
    {
        var divisor = steps << 3;
        var size = Vector256.Abs(values) + (divisor >> 1);
        // Both are below 2²⁴, so a single-precision quotient is right but perhaps for its last unit.
        var quotient = Vector256.ConvertToInt32(Vector256.ConvertToSingle(size) / Vector256.ConvertToSingle(divisor));
        quotient += Vector256.GreaterThan(quotient * divisor, size);
        var product = quotient * steps;
        var sign = values >> 31;
        return (product ^ sign) - sign;
    }

    private static void Forward(Span<Vector256<int>> d, int bits, int shiftUp, int shiftDown)
    {
        var (s0, s1, s2, s3) = (d[0] + d[7], d[1] + d[6], d[2] + d[5], d[3] + d[4]);
        var (t4, t5, t6, t7) = (d[3] - d[4], d[2] - d[5], d[1] - d[6], d[0] - d[7]);
        var (even0, even3, even1, even2) = (s0 + s3, s0 - s3, s1 + s2, s1 - s2);
        d[0] = Descale((even0 + even1) << shiftUp, shiftDown);
        d[4] = Descale((even0 - even1) << shiftUp, shiftDown);
        var z = (even2 + even3) * Vector256.Create(4433);
        d[2] = Descale(z + (even3 * Vector256.Create(6270)), bits);
        d[6] = Descale(z - (even2 * Vector256.Create(15137)), bits);
        Odd(t4, t5, t6, t7, out var o7, out var o5, out var o3, out var o1);
        (d[7], d[5], d[3], d[1]) = (Descale(o7, bits), Descale(o5, bits), Descale(o3, bits), Descale(o1, bits));
    }

    private static void Inverse(Span<Vector256<int>> d, int bits)
    {
        var z = (d[2] + d[6]) * Vector256.Create(4433);
        var low = z - (d[6] * Vector256.Create(15137));
        var high = z + (d[2] * Vector256.Create(6270));
        var (sum, difference) = ((d[0] + d[4]) << ConstantBits, (d[0] - d[4]) << ConstantBits);
        var (even0, even3, even1, even2) = (sum + high, sum - high, difference + low, difference - low);
        Odd(d[7], d[5], d[3], d[1], out var o0, out var o1, out var o2, out var o3);
        (d[0], d[7]) = (Descale(even0 + o3, bits), Descale(even0 - o3, bits));
        (d[1], d[6]) = (Descale(even1 + o2, bits), Descale(even1 - o2, bits));
        (d[2], d[5]) = (Descale(even2 + o1, bits), Descale(even2 - o1, bits));
        (d[3], d[4]) = (Descale(even3 + o0, bits), Descale(even3 - o0, bits));
    }

    /// <summary>The rotation that forward and inverse transform share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Odd(
        Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d,
        out Vector256<int> fromA, out Vector256<int> fromB, out Vector256<int> fromC, out Vector256<int> fromD)
    {
        var z5 = (a + c + b + d) * Vector256.Create(9633);
        var z1 = (a + d) * Vector256.Create(-7373);
        var z2 = (b + c) * Vector256.Create(-20995);
        var z3 = ((a + c) * Vector256.Create(-16069)) + z5;
        var z4 = ((b + d) * Vector256.Create(-3196)) + z5;
        fromA = (a * Vector256.Create(2446)) + z1 + z3;
        fromB = (b * Vector256.Create(16819)) + z2 + z4;
        fromC = (c * Vector256.Create(25172)) + z2 + z3;
        fromD = (d * Vector256.Create(12299)) + z1 + z4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Descale(Vector256<int> values, int bits) =>
        bits == 0 ? values : (values + Vector256.Create(1 << (bits - 1))) >> bits;

    private static void Transpose(Span<Vector256<int>> block)
    {
        Span<int> copy = stackalloc int[64];
        for (var row = 0; row < 8; row++) block[row].CopyTo(copy[(row * 8)..]);
        for (var row = 0; row < 8; row++)
            block[row] = Vector256.Create(copy[row], copy[8 + row], copy[16 + row], copy[24 + row], copy[32 + row], copy[40 + row], copy[48 + row], copy[56 + row]);
    }
}
