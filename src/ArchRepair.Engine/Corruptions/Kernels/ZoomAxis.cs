namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// One axis of a magnification about the centre that keeps the side: for each place of the result, the two source places and their
/// weights. A weight pair of zero marks the places that rounding puts outside the crop, which the source leaves black.
/// </summary>
internal sealed class ZoomAxis
{
    public ZoomAxis(int side, double factor)
    {
        var crop = (int)Math.Ceiling(side / factor);
        var start = (side - crop) / 2;
        var zoomed = (int)Math.Round(crop * factor, MidpointRounding.ToEven);
        var trim = (zoomed - side) / 2;
        var step = zoomed > 1 ? (crop - 1.0) / (zoomed - 1) : 1.0;
        Low = new int[side];
        High = new int[side];
        LowWeight = new double[side];
        HighWeight = new double[side];
        for (var o = 0; o < side; o++)
        {
            var place = (o + trim) * step;
            if (place > crop - 1) continue;
            var whole = (int)Math.Floor(place);
            Low[o] = start + whole;
            High[o] = start + Math.Min(whole + 1, crop - 1);
            LowWeight[o] = 1.0 - (place - whole);
            HighWeight[o] = 1.0 - LowWeight[o];
        }
    }

    public int[] Low { get; }

    public int[] High { get; }

    public double[] LowWeight { get; }

    public double[] HighWeight { get; }
}
