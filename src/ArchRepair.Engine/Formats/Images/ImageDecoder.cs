using StbImageSharp;

namespace ArchRepair.Engine.Formats;

/// <summary>Decodes PNG, JPEG and BMP files to RGB, their sizes checked before anything is allocated for pixels.</summary>
internal static class ImageDecoder
{
    private const int LargestSide = 1 << 13;

    public static bool HasImageName(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" or ".BMP";

    public static (int Height, int Width) Size(string path)
    {
        using var file = SourceFile.Open(path);
        using var stream = File.OpenRead(path); // Only the beginning of a large file is read.
        return Size(file, stream);
    }

    public static void Decode(string path, (int Height, int Width) size, Span<byte> rgb)
    {
        using var file = SourceFile.Open(path);
        Decode(file, size, rgb);
    }

    internal static void Decode(SourceFile file, (int Height, int Width) size, Span<byte> rgb)
    {
        var bytes = file.Read(0, file.Length);
        var found = Size(file, new MemoryStream(bytes));
        if (found != size) throw file.Malformed(0, $"the image has {found.Width}×{found.Height} pixels, not {size.Width}×{size.Height} as before");
        if (ImageIntegrity.Problem(bytes) is { } problem) throw file.Malformed(0, problem);
        var image = Guard(file, () => ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlue));
        if (image.Data.Length != rgb.Length) throw file.Malformed(0, $"the image decodes to {image.Data.Length} bytes, not {rgb.Length}");
        image.Data.CopyTo(rgb);
    }

    private static (int Height, int Width) Size(SourceFile file, Stream stream)
    {
        var info = Guard(file, () => ImageInfo.FromStream(stream));
        if (info is not { } known) throw file.Malformed(0, "the file is no image that can be decoded");
        if (known.Width is < 1 or > LargestSide || known.Height is < 1 or > LargestSide)
            throw file.Malformed(0, $"the image is said to have {known.Width}×{known.Height} pixels; at most {LargestSide} a side are read");
        return (known.Height, known.Width);
    }

    // The decoder reports damage by many exception types, its own plain Exception among them.
    private static T Guard<T>(SourceFile file, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw file.Malformed(0, $"the image cannot be decoded: {e.Message}", e);
        }
    }
}
