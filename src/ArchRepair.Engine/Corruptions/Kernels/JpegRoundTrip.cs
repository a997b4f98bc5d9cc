namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// JPEG at one quality with 4:2:0 subsampling and the accurate integer transforms, the defaults of Pillow with libjpeg-turbo. ITU-T
/// T.81; colour conversion as in JFIF.
/// </summary>
internal sealed class JpegRoundTrip
{
    private static readonly int[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly int[] Chrominance =
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    private readonly BlockTransform _luminance;
    private readonly BlockTransform _chrominance;

    /// <param name="quality">1 to 100.</param>
    public JpegRoundTrip(int quality)
    {
        _luminance = new BlockTransform(Scaled(Luminance, quality));
        _chrominance = new BlockTransform(Scaled(Chrominance, quality));
    }

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size)
    {
        var padded = new ImageSize((size.Height + 15) / 16 * 16, (size.Width + 15) / 16 * 16);
        var half = new ImageSize(padded.Height / 2, padded.Width / 2);
        using var lumaScratch = new Scratch<byte>(padded.Pixels);
        using var blueScratch = new Scratch<byte>(padded.Pixels);
        using var redScratch = new Scratch<byte>(padded.Pixels);
        var luma = lumaScratch.Span;
        var blue = blueScratch.Span;
        var red = redScratch.Span;
        JpegColor.Split(image, size, luma, blue, red, padded);
        using var smallBlueScratch = new Scratch<byte>(half.Pixels);
        using var smallRedScratch = new Scratch<byte>(half.Pixels);
        var smallBlue = smallBlueScratch.Span;
        var smallRed = smallRedScratch.Span;
        JpegChroma.Halve(blue, smallBlue, half);
        JpegChroma.Halve(red, smallRed, half);
        _luminance.Apply(luma, padded);
        _chrominance.Apply(smallBlue, half);
        _chrominance.Apply(smallRed, half);
        JpegChroma.Double(smallBlue, half, blue, padded.Width, size);
        JpegChroma.Double(smallRed, half, red, padded.Width, size);
        JpegColor.Join(luma, blue, red, padded.Width, output, size);
    }

    private static int[] Scaled(int[] table, int quality)
    {
        var percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        return [.. table.Select(q => Math.Clamp(((q * percent) + 50) / 100, 1, 255))];
    }
}
