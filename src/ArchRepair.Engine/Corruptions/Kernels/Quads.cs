using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Images with four values a pixel (red, green, blue, nothing), so that a pixel is one vector.</summary>
internal static class Quads
{
    /// <summary>H·W·3 stored values to H·W·4 in [0, 1].</summary>
    public static void FromPixels(ReadOnlySpan<byte> image, Span<float> quads)
    {
        ref var target = ref MemoryMarshal.GetReference(quads);
        for (var i = 0; i < quads.Length / 4; i++) Load(image, i).StoreUnsafe(ref target, (nuint)(4 * i));
    }

    /// <summary>H·W·4 values, clipped to [0, 1], times 255, cut to integers.</summary>
    public static void ToPixels(ReadOnlySpan<float> quads, Span<byte> output)
    {
        ref var source = ref MemoryMarshal.GetReference(quads);
        for (var i = 0; i < quads.Length / 4; i++) Store(Vector128.LoadUnsafe(ref source, (nuint)(4 * i)), output, i);
    }

    /// <summary>Pixel <paramref name="i"/> in [0, 1]; the fourth value is whatever follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ReadOnlySpan<byte> image, int i)
    {
        var bytes = Vector128.CreateScalarUnsafe(PixelBytes.Load(image, 3 * i)).AsByte();
        var levels = Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
        return Vector128.ConvertToSingle(levels) / Vector128.Create(255f);
    }

    /// <summary>Stores one pixel; <paramref name="i"/> must not fall from call to call, since a store may spill into the next
    /// pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> quad, Span<byte> output, int i)
    {
        var clipped = Vector128.Min(Vector128.Max(quad, Vector128<float>.Zero), Vector128<float>.One) * Vector128.Create(255f);
        Store(Vector128.ConvertToInt32Native(clipped), output, i);
    }

    /// <inheritdoc cref="Store(Vector128{float}, Span{byte}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> quad, Span<byte> output, int i)
    {
        var clipped = Vector256.Min(Vector256.Max(quad, Vector256<double>.Zero), Vector256<double>.One) * Vector256.Create(255.0);
        if (Avx.IsSupported)
        {
            Store(Avx.ConvertToVector128Int32WithTruncation(clipped), output, i);
            return;
        }
        var integers = Vector256.ConvertToInt64Native(clipped);
        Store(Vector128.Narrow(integers.GetLower(), integers.GetUpper()), output, i);
    }

    /// <summary>Stores one pixel of levels, clipped to [0, 255] and rounded, in the same order of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLevels(Vector128<float> levels, Span<byte> output, int i)
    {
        var clipped = Vector128.Min(Vector128.Max(levels, Vector128<float>.Zero), Vector128.Create(255f));
        Store(Vector128.ConvertToInt32Native(clipped + Vector128.Create(0.5f)), output, i);
    }

    /// <summary>In double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Widen(Vector128<float> quad)
    {
        if (Avx.IsSupported) return Avx.ConvertToVector256Double(quad);
        var (low, high) = Vector128.Widen(quad);
        return Vector256.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> levels, Span<byte> output, int i)
    {
        var shorts = Vector128.Narrow(levels.AsUInt32(), levels.AsUInt32());
        PixelBytes.Store(Vector128.Narrow(shorts, shorts).AsUInt32().ToScalar(), output, 3 * i);
    }
}
