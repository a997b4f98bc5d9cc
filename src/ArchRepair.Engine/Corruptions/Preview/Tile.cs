using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Preview;

/// <summary>An image at the size in which a sheet shows it.</summary>
internal static class Tile
{
    private const int Side = 64;
    private const int Largest = 128;

    /// <summary>Small images grow by whole factors, so that their pixels stay visible; large ones shrink.</summary>
    public static ImageSize For(ImageSize size)
    {
        var longest = Math.Max(size.Height, size.Width);
        if (longest > Largest) return Within(size, Largest);
        var factor = Math.Max(1, Side / longest);
        return new ImageSize(size.Height * factor, size.Width * factor);
    }

    /// <summary>The size itself, or the largest of its shape with no side above <paramref name="largest"/>.</summary>
    public static ImageSize Within(ImageSize size, int largest)
    {
        var longest = Math.Max(size.Height, size.Width);
        return longest <= largest ? size : new ImageSize(Math.Max(1, size.Height * largest / longest), Math.Max(1, size.Width * largest / longest));
    }

    public static byte[] Resized(ReadOnlySpan<byte> image, ImageSize from, ImageSize to)
    {
        var columns = new byte[from.Height * to.Width * 3];
        var result = new byte[to.Bytes];
        new BoxAxis(from.Width, to.Width).ResizeColumns(image, columns, from.Height);
        new BoxAxis(from.Height, to.Height).ResizeRows(columns, result, to.Width);
        return result;
    }
}
