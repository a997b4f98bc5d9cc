using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Evaluation;

/// <summary>From bytes of images to the tensor that a network expects.</summary>
internal static class ImageBatch
{
    /// <summary>Height and width of each of <paramref name="count"/> images; square when <paramref name="width"/> is null.</summary>
    /// <exception cref="ArgumentException">The bytes are not that many images.</exception>
    public static (int Height, int Width) Size(int bytes, int count, int? width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0) return (0, 0);
        var pixels = bytes / 3 / count;
        var side = width ?? (int)Math.Round(Math.Sqrt(pixels));
        var height = side > 0 ? pixels / side : 0;
        if ((long)height * side * 3 * count != bytes || bytes == 0)
            throw new ArgumentException($"{bytes} bytes are not {count} RGB images{(width is null ? " of square shape" : $" of width {width}")}.", nameof(bytes));
        return (height, side);
    }

    /// <returns>float [N,3,H,W] in channels-last memory.</returns>
    public static Tensor Normalize(ReadOnlySpan<byte> images, int count, int height, int width, PixelTable table)
    {
        var pixels = empty(count, height, width, 3, device: CPU); // [N,H,W,3]
        table.Normalize(images, MemoryMarshal.Cast<byte, float>(pixels.bytes));
        return pixels.permute(0, 3, 1, 2);
    }
}
