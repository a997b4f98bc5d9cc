namespace ArchRepair.Engine.Corruptions;

/// <summary>Height and width of an RGB image in pixels; a buffer of that size holds <see cref="Bytes"/> = H·W·3 values, RGB
/// interleaved, rows from top to bottom.</summary>
public readonly record struct ImageSize
{
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the image has more than 2³¹−1 values.</exception>
    public ImageSize(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, int.MaxValue / 3);
        Height = height;
        Width = width;
    }

    public int Height { get; }

    public int Width { get; }

    public int Pixels => Height * Width;

    public int Bytes => Pixels * 3;

    public static ImageSize Square(int side) => new(side, side);

    public override string ToString() => FormattableString.Invariant($"{Height}x{Width}");
}
