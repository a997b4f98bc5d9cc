using System.Globalization;

namespace ArchRepair.Reporting.Drawing;

/// <summary>Colours of a heat map that people with colour-blindness can tell apart: orange for worse, blue for better.</summary>
internal static class HeatColor
{
    private static readonly (double R, double G, double B) Middle = (246, 246, 243);
    private static readonly (double R, double G, double B) Worse = (179, 84, 6);
    private static readonly (double R, double G, double B) Better = (30, 100, 170);

    /// <param name="change">Change of accuracy in [−1,1].</param>
    /// <param name="scale">Change that gets the full colour; &gt; 0.</param>
    public static string OfChange(double change, double scale) => Mix(change < 0 ? Worse : Better, Math.Min(1, Math.Abs(change) / scale));

    /// <param name="accuracy">In [0,1]; low is orange.</param>
    public static string OfAccuracy(double accuracy) => Mix(Worse, Math.Clamp(1 - accuracy, 0, 1));

    /// <summary>Whether white text is easier to read on that colour than black.</summary>
    public static bool IsDark(double share) => share > 0.62;

    private static string Mix((double R, double G, double B) end, double share)
    {
        int At(double from, double to) => (int)Math.Round(from + (to - from) * share);
        return string.Create(CultureInfo.InvariantCulture, $"#{At(Middle.R, end.R):x2}{At(Middle.G, end.G):x2}{At(Middle.B, end.B):x2}");
    }
}
