using StbImageSharp;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// Decodes PNG, JPEG and BMP files to RGB. The decoder fills what is missing with black, compares no checksum and can search
/// for ever, so size and structure are read here first, and it sees only files that are whole.
/// </summary>
internal static class ImageDecoder
{
    private const int LargestSide = 1 << 12;
    private const int RecognitionBytes = 8;

    public static bool HasImageName(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" or ".BMP";

    public static (int Height, int Width) Size(string path)
    {
        using var file = SourceFile.Open(path);
        return Size(file);
    }

    public static void Decode(string path, (int Height, int Width) size, Span<byte> rgb)
    {
        using var file = SourceFile.Open(path);
        Decode(file, size, rgb);
    }

    internal static void Decode(SourceFile file, (int Height, int Width) size, Span<byte> rgb)
    {
        var found = Size(file);
        if (found != size) throw file.Malformed(0, $"the image has {found.Width}×{found.Height} pixels, not {size.Width}×{size.Height} as before");
        var bytes = file.Read(0, file.Length);
        if (Problem(bytes) is { } problem) throw file.Malformed(0, problem);
        var image = Decode(file, bytes);
        if ((image.Height, image.Width) != size || image.Data.Length != rgb.Length)
            throw file.Malformed(0, $"the image decodes to {image.Width}×{image.Height} pixels, not {size.Width}×{size.Height}");
        image.Data.CopyTo(rgb);
    }

    private static (int Height, int Width) Size(SourceFile file)
    {
        ReadOnlySpan<byte> start = file.Read(0, Math.Min(RecognitionBytes, file.Length));
        var cursor = new ByteCursor(file, 0, file.Length);
        var (height, width) = PngStructure.Recognizes(start) ? PngStructure.Size(cursor)
            : JpegStructure.Recognizes(start) ? JpegStructure.Size(cursor)
            : BmpStructure.Recognizes(start) ? BmpStructure.Size(cursor)
            : throw file.Malformed(0, "the file is no PNG, JPEG or BMP image, whatever its name says");
        return height is >= 1 and <= LargestSide && width is >= 1 and <= LargestSide
            ? (height, width)
            : throw file.Malformed(0, $"the image is said to have {width}×{height} pixels; 1 to {LargestSide} a side are read");
    }

    private static string? Problem(ReadOnlySpan<byte> bytes) =>
        PngStructure.Recognizes(bytes) ? PngStructure.Problem(bytes)
        : JpegStructure.Recognizes(bytes) ? JpegStructure.Problem(bytes)
        : BmpStructure.Problem(bytes);

    // The decoder reports damage by many exception types, plain Exception among them.
    private static ImageResult Decode(SourceFile file, byte[] bytes)
    {
        try
        {
            return ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlue);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw file.Malformed(0, $"the image cannot be decoded: {e.Message}", e);
        }
    }
}
