namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Hue, saturation and value in [0, 1], with the order of operations of the published source.</summary>
internal static class Hsv
{
    public static (double Hue, double Saturation, double Value) FromRgb(ReadOnlySpan<byte> rgb)
    {
        var (r, g, b) = (Pixels.Unit[rgb[0]], Pixels.Unit[rgb[1]], Pixels.Unit[rgb[2]]);
        var value = Math.Max(r, Math.Max(g, b));
        var spread = value - Math.Min(r, Math.Min(g, b));
        if (spread == 0) return (0, 0, value);
        // The last match wins where two channels share the maximum.
        double sixths;
        if (b == value) sixths = 4 + ((r - g) / spread);
        else if (g == value) sixths = 2 + ((b - r) / spread);
        else sixths = (g - b) / spread;
        var hue = sixths / 6;
        return (hue < 0 ? hue + 1 : hue, spread / value, value);
    }

    public static void ToRgb(double hue, double saturation, double value, Span<byte> rgb)
    {
        var sixths = hue * 6;
        var sector = Math.Floor(sixths);
        var f = sixths - sector;
        var p = value * (1 - saturation);
        var q = value * (1 - (f * saturation));
        var t = value * (1 - ((1 - f) * saturation));
        var (r, g, b) = ((int)sector % 6) switch
        {
            0 => (value, t, p),
            1 => (q, value, p),
            2 => (p, value, t),
            3 => (p, q, value),
            4 => (t, p, value),
            _ => (value, p, q),
        };
        rgb[0] = Pixels.FromUnit(r);
        rgb[1] = Pixels.FromUnit(g);
        rgb[2] = Pixels.FromUnit(b);
    }
}
