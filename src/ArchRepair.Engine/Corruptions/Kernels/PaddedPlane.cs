namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Layout of an H·W plane with a border of one value on all sides and slack behind, so that vectors may read beyond a row.</summary>
internal readonly record struct PaddedPlane(ImageSize Size)
{
    public int Stride => Size.Width + 2;

    public int Length => ((Size.Height + 2) * Stride) + 64;

    /// <summary>Index of the first value of a row.</summary>
    public int RowStart(int y) => ((y + 1) * Stride) + 1;

    /// <summary>Copies H·W values into the middle.</summary>
    public void Fill<T>(ReadOnlySpan<T> values, Span<T> plane)
    {
        for (var y = 0; y < Size.Height; y++) values.Slice(y * Size.Width, Size.Width).CopyTo(plane[RowStart(y)..]);
    }

    /// <summary>Fills the border from the middle, by the given rule.</summary>
    public void Frame<T>(Span<T> plane, Border border)
    {
        var (left, right) = (border.Fold(-1, Size.Width), border.Fold(Size.Width, Size.Width));
        for (var y = 0; y < Size.Height; y++)
        {
            var row = plane.Slice(RowStart(y) - 1, Stride);
            row[0] = row[1 + left];
            row[^1] = row[1 + right];
        }
        plane.Slice(RowStart(border.Fold(-1, Size.Height)) - 1, Stride).CopyTo(plane);
        plane.Slice(RowStart(border.Fold(Size.Height, Size.Height)) - 1, Stride).CopyTo(plane[(RowStart(Size.Height) - 1)..]);
    }
}
