namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>JPEG's colour planes: conversion in 16-bit fixed point, chroma halved by a mean and doubled by a triangle filter.</summary>
internal static class JpegColor
{
    private const int Half = 1 << 15;
    private const int ChromaOffset = 128 << 16;

    /// <summary>RGB to three planes of the padded size; the padding repeats the last column and row.</summary>
    public static void Split(ReadOnlySpan<byte> image, ImageSize size, Span<byte> luma, Span<byte> blue, Span<byte> red, ImageSize padded)
    {
        for (var y = 0; y < padded.Height; y++)
        {
            var row = image.Slice(Math.Min(y, size.Height - 1) * size.Width * 3, size.Width * 3);
            var start = y * padded.Width;
            for (var x = 0; x < size.Width; x++)
            {
                var (r, g, b) = (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
                luma[start + x] = (byte)(((19595 * r) + (38470 * g) + (7471 * b) + Half) >> 16);
                blue[start + x] = (byte)(((-11059 * r) - (21709 * g) + (32768 * b) + ChromaOffset + Half - 1) >> 16);
                red[start + x] = (byte)(((32768 * r) - (27439 * g) - (5329 * b) + ChromaOffset + Half - 1) >> 16);
            }
            var last = start + size.Width - 1;
            var rest = padded.Width - size.Width;
            luma.Slice(last + 1, rest).Fill(luma[last]);
            blue.Slice(last + 1, rest).Fill(blue[last]);
            red.Slice(last + 1, rest).Fill(red[last]);
        }
    }

    /// <summary>Mean of 2×2 values; the rounding alternates along the row so that it adds no tint.</summary>
    public static void Halve(ReadOnlySpan<byte> plane, Span<byte> small, ImageSize half)
    {
        var stride = half.Width * 2;
        for (var y = 0; y < half.Height; y++)
        {
            for (var x = 0; x < half.Width; x++)
            {
                var at = (2 * y * stride) + (2 * x);
                var sum = plane[at] + plane[at + 1] + plane[at + stride] + plane[at + stride + 1];
                small[(y * half.Width) + x] = (byte)((sum + 1 + (x & 1)) >> 2);
            }
        }
    }

    /// <summary>Doubles both sides: 3/4 of the nearer and 1/4 of the farther value, the image's own edge repeated. Planes up to two
    /// values wide are repeated instead, as the decoder does. Writes <paramref name="plane"/> where the image is.</summary>
    public static void Double(ReadOnlySpan<byte> small, ImageSize half, Span<byte> plane, int stride, ImageSize size)
    {
        var (rows, columns) = ((size.Height + 1) / 2, (size.Width + 1) / 2);
        using var scratch = new Scratch<int>(columns);
        var sums = scratch.Span;
        for (var y = 0; y < size.Height; y++)
        {
            var near = small.Slice(y / 2 * half.Width, columns);
            var output = plane.Slice(y * stride, size.Width);
            if (columns <= 2)
            {
                for (var x = 0; x < size.Width; x++) output[x] = near[x / 2];
                continue;
            }
            var farRow = Math.Clamp((y / 2) + ((y & 1) == 0 ? -1 : 1), 0, rows - 1);
            var far = small.Slice(farRow * half.Width, columns);
            for (var x = 0; x < columns; x++) sums[x] = (3 * near[x]) + far[x];
            for (var x = 0; x < size.Width; x++)
            {
                var here = 3 * sums[x / 2];
                output[x] = (x & 1) == 0
                    ? (byte)((here + sums[Math.Max(0, (x / 2) - 1)] + 8) >> 4)
                    : (byte)((here + sums[Math.Min(columns - 1, (x / 2) + 1)] + 7) >> 4);
            }
        }
    }

    /// <summary>Three planes to RGB.</summary>
    public static void Join(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, int stride, Span<byte> output, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var at = (y * stride) + x;
                var (light, cb, cr) = (luma[at], blue[at] - 128, red[at] - 128);
                var to = ((y * size.Width) + x) * 3;
                output[to] = (byte)Math.Clamp(light + (((91881 * cr) + Half) >> 16), 0, 255);
                output[to + 1] = (byte)Math.Clamp(light + (((-22554 * cb) - (46802 * cr) + Half) >> 16), 0, 255);
                output[to + 2] = (byte)Math.Clamp(light + (((116130 * cb) + Half) >> 16), 0, 255);
            }
        }
    }
}
