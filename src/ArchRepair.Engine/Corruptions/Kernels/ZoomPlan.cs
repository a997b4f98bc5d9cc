namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Magnification of an image about its centre by linear interpolation.</summary>
internal sealed class ZoomPlan(ImageSize size, double factor)
{
    private readonly ZoomAxis _rows = new(size.Height, factor);
    private readonly ZoomAxis _columns = size.Width == size.Height ? new(size.Height, factor) : new(size.Width, factor);

    /// <summary>Value at row y, column x, channel c of the magnified image.</summary>
    public double Sample(ReadOnlySpan<double> image, int channels, int y, int x, int c)
    {
        var top = _rows.Low[y] * size.Width;
        var bottom = _rows.High[y] * size.Width;
        var left = _columns.Low[x];
        var right = _columns.High[x];
        var (wTop, wBottom) = (_rows.LowWeight[y], _rows.HighWeight[y]);
        var (wLeft, wRight) = (_columns.LowWeight[x], _columns.HighWeight[x]);
        var sum = image[((top + left) * channels) + c] * wTop * wLeft;
        sum += image[((top + right) * channels) + c] * wTop * wRight;
        sum += image[((bottom + left) * channels) + c] * wBottom * wLeft;
        sum += image[((bottom + right) * channels) + c] * wBottom * wRight;
        return sum;
    }
}
