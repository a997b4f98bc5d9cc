using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Eight pixel values at a time between memory and double precision. Every path gives the same bits.</summary>
internal static class Lanes
{
    public const int Count = 8;

    /// <summary>Eight stored values, 0…255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadLevels(ref byte source)
    {
        var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte();
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(Avx2.ConvertToVector256Int32(bytes));
        var shorts = Vector128.WidenLower(bytes);
        var words = Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts));
        return ToDouble(words);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ToDouble(Vector256<uint> values)
    {
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(values);
        return Vector512.Create(
            Vector256.ConvertToDouble(Vector256.WidenLower(values).AsInt64()), Vector256.ConvertToDouble(Vector256.WidenUpper(values).AsInt64()));
    }

    /// <summary>Eight stored values divided by 255, correctly rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadUnit(ref byte source)
    {
        // One step of Newton's method makes the product with 1/255 equal the quotient for all 256 values (a test tries them).
        var levels = LoadLevels(ref source);
        var inverse = Vector512.Create(1 / 255.0);
        var quotient = levels * inverse;
        var rest = Vector512.FusedMultiplyAdd(Vector512.Create(-255.0), quotient, levels);
        return Vector512.FusedMultiplyAdd(rest, inverse, quotient);
    }

    /// <summary>Stores clip(value, 0, 1)·255, cut to integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnit(Vector512<double> values, ref byte target)
    {
        var clipped = Vector512.Min(Vector512.Max(values, Vector512<double>.Zero), Vector512<double>.One);
        StoreLevels(clipped * Vector512.Create(255.0), ref target);
    }

    /// <summary>Stores values in [0, 256) cut to integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLevels(Vector512<double> values, ref byte target)
    {
        if (Avx512F.VL.IsSupported)
        {
            var integers = Avx512F.ConvertToVector256Int32WithTruncation(values);
            Unsafe.WriteUnaligned(ref target, Avx512F.VL.ConvertToVector128Byte(integers).AsUInt64().ToScalar());
        }
        else if (Avx.IsSupported)
        {
            var low = Avx.ConvertToVector128Int32WithTruncation(values.GetLower());
            var high = Avx.ConvertToVector128Int32WithTruncation(values.GetUpper());
            var shorts = Sse41.PackUnsignedSaturate(low, high).AsInt16();
            Unsafe.WriteUnaligned(ref target, Sse2.PackUnsignedSaturate(shorts, shorts).AsUInt64().ToScalar());
        }
        else
        {
            for (var i = 0; i < Count; i++) Unsafe.Add(ref target, i) = (byte)values[i];
        }
    }
}
