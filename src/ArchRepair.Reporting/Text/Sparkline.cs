namespace ArchRepair.Reporting.Text;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>The values from left to right, lowest to highest; thinned to <paramref name="width"/> marks by averaging neighbours.</summary>
    /// <returns>Empty without finite values.</returns>
    public static string Of(IEnumerable<double> values, int width = 24)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0) return "";
        var marks = Math.Min(width, finite.Length);
        var means = Enumerable.Range(0, marks).Select(i => finite[(i * finite.Length / marks)..((i + 1) * finite.Length / marks)].Average()).ToArray();
        var (least, most) = (means.Min(), means.Max());
        return string.Concat(means.Select(value => Levels[most > least ? (int)Math.Round((value - least) / (most - least) * (Levels.Length - 1)) : 0]));
    }
}
