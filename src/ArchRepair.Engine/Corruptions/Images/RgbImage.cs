using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Corruptions.Images;

/// <summary>An 8-bit RGB image in memory: H·W·3 values, rows from top to bottom.</summary>
public sealed class RgbImage
{
    private readonly byte[] _values;

    /// <exception cref="ArgumentException">The number of values is not that of the size.</exception>
    public RgbImage(ImageSize size, byte[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != size.Bytes)
            throw new ArgumentException(FormattableString.Invariant($"{values.Length} values given; {size} RGB needs {size.Bytes}."), nameof(values));
        (Size, _values) = (size, values);
    }

    public ImageSize Size { get; }

    public ReadOnlySpan<byte> Values => _values;

    /// <summary>Reads a PNG, JPEG or BMP file; grey becomes three equal channels, transparency is dropped, 16 bits become 8.</summary>
    /// <exception cref="MalformedFileException">The file is not an image that can be read.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static RgbImage Load(string path)
    {
        var (height, width) = ImageDecoder.Size(path);
        var size = new ImageSize(height, width);
        var values = new byte[size.Bytes];
        ImageDecoder.Decode(path, (height, width), values);
        return new RgbImage(size, values);
    }

    /// <summary>The image at <paramref name="factor"/> times its sides, by linear interpolation between pixel centres, without
    /// smoothing when it shrinks.</summary>
    internal RgbImage Scaled(double factor)
    {
        if (factor == 1) return this;
        var size = new ImageSize(Math.Max(1, (int)Math.Round(Size.Height * factor)), Math.Max(1, (int)Math.Round(Size.Width * factor)));
        var values = new byte[size.Bytes];
        for (var y = 0; y < size.Height; y++)
        {
            var (top, bottom, lower) = Between(((y + 0.5) / factor) - 0.5, Size.Height);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right, further) = Between(((x + 0.5) / factor) - 0.5, Size.Width);
                for (var c = 0; c < 3; c++)
                {
                    var upperMix = (At(top, left, c) * (1 - further)) + (At(top, right, c) * further);
                    var lowerMix = (At(bottom, left, c) * (1 - further)) + (At(bottom, right, c) * further);
                    values[(((y * size.Width) + x) * 3) + c] = (byte)((upperMix * (1 - lower)) + (lowerMix * lower) + 0.5);
                }
            }
        }
        return new RgbImage(size, values);
    }

    private byte At(int y, int x, int c) => _values[(((y * Size.Width) + x) * 3) + c];

    private static (int First, int Second, double Share) Between(double place, int length)
    {
        var inside = Math.Clamp(place, 0, length - 1);
        var whole = (int)inside;
        return (whole, Math.Min(whole + 1, length - 1), inside - whole);
    }
}
