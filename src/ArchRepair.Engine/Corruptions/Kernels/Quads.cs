using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Images with four values a pixel (red, green, blue, nothing), so that a pixel is one vector.</summary>
internal static class Quads
{
    /// <summary>H·W·3 stored values to H·W·4 in [0, 1].</summary>
    public static void FromPixels(ReadOnlySpan<byte> image, Span<float> quads)
    {
        var table = Pixels.UnitFloat;
        for (int from = 0, to = 0; from < image.Length; from += 3, to += 4)
        {
            quads[to] = table[image[from]];
            quads[to + 1] = table[image[from + 1]];
            quads[to + 2] = table[image[from + 2]];
            quads[to + 3] = 0;
        }
    }

    /// <summary>H·W·4 values, clipped to [0, 1], times 255, cut to integers.</summary>
    public static void ToPixels(ReadOnlySpan<float> quads, Span<byte> output)
    {
        var pixels = quads.Length / 4;
        for (var i = 0; i < pixels; i++) Store(Vector128.Create(quads.Slice(4 * i, 4)), output, i);
    }

    /// <summary>Stores one pixel; <paramref name="i"/> must not fall from call to call, since a store may spill into the next
    /// pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> quad, Span<byte> output, int i)
    {
        var clipped = Vector128.Min(Vector128.Max(quad, Vector128<float>.Zero), Vector128<float>.One) * Vector128.Create(255f);
        var integers = Vector128.ConvertToInt32(clipped).AsUInt32();
        var shorts = Vector128.Narrow(integers, integers);
        var bytes = Vector128.Narrow(shorts, shorts).AsUInt32().ToScalar();
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), 3 * i);
        if ((3 * i) + 4 <= output.Length)
        {
            Unsafe.WriteUnaligned(ref target, bytes);
            return;
        }
        Unsafe.WriteUnaligned(ref target, (ushort)bytes);
        Unsafe.Add(ref target, 2) = (byte)(bytes >> 16);
    }
}
