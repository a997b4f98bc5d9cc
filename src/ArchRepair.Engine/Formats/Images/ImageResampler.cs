using System.Buffers;

using ArchRepair.Core.Settings;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// Brings an image to a square as torchvision's <c>Resize</c> (shorter side, bilinear, antialiased) and <c>CenterCrop</c> do: 8-bit
/// in, 8-bit between the two passes, 8-bit out, with Pillow's 22-bit weights.
/// </summary>
/// <remarks>
/// An output pixel at x has its centre at (x + ½)·s in the input, s = input size / output size, and is the mean of the inputs within
/// max(s, 1) of it, weighted by a triangle: reducing therefore averages over everything between, which is the antialiasing.
/// </remarks>
internal static class ImageResampler
{
    private const int Channels = 3;
    private const int WeightBits = 22;

    /// <param name="rgb">uint8 [H,W,3].</param>
    /// <param name="size">H and W.</param>
    /// <param name="into">uint8 [crop,crop,3].</param>
    /// <returns>False when the image, after resizing, is smaller than the square.</returns>
    public static bool Fit(ReadOnlySpan<byte> rgb, (int Height, int Width) size, ImageSizing sizing, Span<byte> into)
    {
        var target = sizing.Resize == 0 ? size : ShorterSideTo(size, sizing.Resize);
        if (target.Height < sizing.Crop || target.Width < sizing.Crop) return false;
        if (target == size)
        {
            Crop(rgb, size, sizing.Crop, into);
            return true;
        }

        var resized = ArrayPool<byte>.Shared.Rent(target.Height * target.Width * Channels);
        var pixels = resized.AsSpan(0, target.Height * target.Width * Channels);
        Resize(rgb, size, target, pixels);
        Crop(pixels, target, sizing.Crop, into);
        ArrayPool<byte>.Shared.Return(resized);
        return true;
    }

    /// <summary>The longer side is cut to whole pixels, as torchvision does.</summary>
    internal static (int Height, int Width) ShorterSideTo((int Height, int Width) size, int side) => size.Width <= size.Height
        ? ((int)((long)side * size.Height / size.Width), side)
        : (side, (int)((long)side * size.Width / size.Height));

    /// <summary>Columns first, then rows.</summary>
    internal static void Resize(ReadOnlySpan<byte> rgb, (int Height, int Width) from, (int Height, int Width) to, Span<byte> into)
    {
        if (from.Width == to.Width)
        {
            Pass(rgb, from.Height, to.Height, from.Width * Channels, into);
            return;
        }

        var between = ArrayPool<byte>.Shared.Rent(from.Height * to.Width * Channels);
        var narrowed = between.AsSpan(0, from.Height * to.Width * Channels);
        for (var y = 0; y < from.Height; y++)
            Pass(rgb.Slice(y * from.Width * Channels, from.Width * Channels), from.Width, to.Width, Channels, narrowed.Slice(y * to.Width * Channels, to.Width * Channels));
        if (from.Height == to.Height) narrowed.CopyTo(into);
        else Pass(narrowed, from.Height, to.Height, to.Width * Channels, into);
        ArrayPool<byte>.Shared.Return(between);
    }

    // Items of so many bytes, pixels or whole rows, are averaged into fewer or more of them.
    private static void Pass(ReadOnlySpan<byte> source, int from, int to, int width, Span<byte> into)
    {
        var scale = (double)from / to;
        var reach = Math.Max(scale, 1);
        Span<int> weights = stackalloc int[(int)Math.Ceiling(reach) * 2 + 1];
        for (var x = 0; x < to; x++)
        {
            var first = Weigh(x, scale, reach, from, weights, out var count);
            for (var i = 0; i < width; i++)
            {
                var sum = 1 << (WeightBits - 1);
                for (var k = 0; k < count; k++) sum += source[((first + k) * width) + i] * weights[k];
                into[(x * width) + i] = (byte)Math.Clamp(sum >> WeightBits, 0, 255);
            }
        }
    }

    private static int Weigh(int x, double scale, double reach, int from, Span<int> weights, out int count)
    {
        var centre = (x + 0.5) * scale;
        var first = Math.Max((int)(centre - reach + 0.5), 0);
        count = Math.Min((int)(centre + reach + 0.5), from) - first;
        Span<double> exact = stackalloc double[weights.Length];
        var total = 0.0;
        for (var k = 0; k < count; k++) total += exact[k] = Math.Max(0, 1 - Math.Abs((k + first - centre + 0.5) / reach));
        for (var k = 0; k < count; k++) weights[k] = (int)((exact[k] / total * (1 << WeightBits)) + 0.5);
        return first;
    }

    // Half a pixel of margin goes to the even neighbour: Python's round, and so torchvision's.
    private static void Crop(ReadOnlySpan<byte> rgb, (int Height, int Width) size, int side, Span<byte> into)
    {
        var top = (int)Math.Round((size.Height - side) / 2.0, MidpointRounding.ToEven);
        var left = (int)Math.Round((size.Width - side) / 2.0, MidpointRounding.ToEven);
        for (var y = 0; y < side; y++)
            rgb.Slice((((top + y) * size.Width) + left) * Channels, side * Channels).CopyTo(into.Slice(y * side * Channels, side * Channels));
    }
}
