using System.Globalization;

namespace ArchRepair.Reporting.Drawing;

/// <summary>Colours of a heat map that people with colour-blindness can tell apart: orange for worse, blue for better.</summary>
internal static class HeatColor
{
    private static readonly (double R, double G, double B) Middle = (246, 246, 243);
    private static readonly (double R, double G, double B) Worse = (179, 84, 6);
    private static readonly (double R, double G, double B) Better = (30, 100, 170);

    // Of the colour that the style sheet calls ink, #14181d.
    private const double InkLuminance = 0.009;

    /// <param name="change">Change of accuracy in [−1,1].</param>
    /// <param name="scale">Change that gets the full colour; &gt; 0.</param>
    public static string OfChange(double change, double scale) => Mix(change < 0 ? Worse : Better, Math.Min(1, Math.Abs(change) / scale));

    /// <param name="accuracy">In [0,1]; low is orange.</param>
    public static string OfAccuracy(double accuracy) => Mix(Worse, Math.Clamp(1 - accuracy, 0, 1));

    /// <summary>The class of text that is easier to read on that colour: white or nearly black.</summary>
    /// <remarks>Relative luminance and contrast as in WCAG 2.1: (lighter + 0.05) / (darker + 0.05).</remarks>
    public static string InkOn(string color)
    {
        var rgb = Convert.FromHexString(color.AsSpan(1));
        var luminance = 0.2126 * Linear(rgb[0]) + 0.7152 * Linear(rgb[1]) + 0.0722 * Linear(rgb[2]);
        return 1.05 / (luminance + 0.05) > (luminance + 0.05) / (InkLuminance + 0.05) ? "paper" : "ink";
    }

    private static double Linear(byte value) => value / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private static string Mix((double R, double G, double B) end, double share)
    {
        int At(double from, double to) => (int)Math.Round(from + (to - from) * share);
        return string.Create(CultureInfo.InvariantCulture, $"#{At(Middle.R, end.R):x2}{At(Middle.G, end.G):x2}{At(Middle.B, end.B):x2}");
    }
}
