using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>JPEG's colour planes at half the size and back: a mean of four, and a triangle filter.</summary>
internal static class JpegChroma
{
    /// <summary>Mean of 2×2 values; the rounding alternates along the row so that it adds no tint.</summary>
    public static void Halve(ReadOnlySpan<byte> plane, Span<byte> small, ImageSize half)
    {
        var stride = half.Width * 2;
        var bias = Vector128.Create((ushort)1, 2, 1, 2, 1, 2, 1, 2);
        // Both sides of a padded plane are multiples of eight.
        for (var y = 0; y < half.Height; y++)
        {
            for (var x = 0; x < half.Width; x += 8)
            {
                var upper = Vector128.Create(plane[((2 * y * stride) + (2 * x))..]).AsUInt16();
                var lower = Vector128.Create(plane[((((2 * y) + 1) * stride) + (2 * x))..]).AsUInt16();
                var low = Vector128.Create((ushort)255);
                var sum = (upper & low) + (upper >> 8) + (lower & low) + (lower >> 8);
                var mean = (sum + bias) >> 2;
                MemoryMarshal.Write(small[((y * half.Width) + x)..], Vector128.Narrow(mean, mean).AsUInt64().ToScalar());
            }
        }
    }

    /// <summary>Doubles both sides: 3/4 of the nearer and 1/4 of the farther value, the image's own edge repeated. Planes up to two
    /// values wide are repeated instead, as the decoder does. Writes <paramref name="plane"/> where the image is.</summary>
    public static void Double(ReadOnlySpan<byte> small, ImageSize half, Span<byte> plane, int stride, ImageSize size)
    {
        var (rows, columns) = ((size.Height + 1) / 2, (size.Width + 1) / 2);
        using var scratch = new Scratch<ushort>(half.Width + 16);
        for (var y = 0; y < size.Height; y++)
        {
            var near = small.Slice(y / 2 * half.Width, half.Width);
            var output = plane.Slice(y * stride, stride);
            if (columns <= 2)
            {
                for (var x = 0; x < size.Width; x++) output[x] = near[x / 2];
                continue;
            }
            var farRow = Math.Clamp((y / 2) + ((y & 1) == 0 ? -1 : 1), 0, rows - 1);
            DoubleRow(near, small.Slice(farRow * half.Width, half.Width), output, columns, scratch.Span);
        }
    }

    private static void DoubleRow(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output, int columns, Span<ushort> sums)
    {
        // The sums start at index 8, so that each has a neighbour on both sides.
        var inner = sums[8..];
        for (var x = 0; x < near.Length; x += 8)
        {
            var nearer = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(near[x..])).AsByte());
            var farther = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(far[x..])).AsByte());
            (nearer + nearer + nearer + farther).CopyTo(inner[x..]);
        }
        sums[7] = inner[0];
        inner[columns] = inner[columns - 1];
        for (var x = 0; x < near.Length; x += 8)
        {
            var here = Vector128.Create(inner[x..]);
            var triple = here + here + here;
            var even = (triple + Vector128.Create(sums[(7 + x)..]) + Vector128.Create((ushort)8)) >> 4;
            var odd = (triple + Vector128.Create(sums[(9 + x)..]) + Vector128.Create((ushort)7)) >> 4;
            (even | (odd << 8)).AsByte().CopyTo(output[(2 * x)..]);
        }
    }
}
