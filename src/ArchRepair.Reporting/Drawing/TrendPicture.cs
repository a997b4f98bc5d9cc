using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>Clean and mean corrupted accuracy of run after run; a cross marks a run that failed its gate.</summary>
internal static class TrendPicture
{
    private const double Left = 52;
    private const double Right = 760;
    private const double Top = 34;
    private const double Height = 220;

    /// <summary>Runs that are drawn, the latest.</summary>
    private const int Shown = 200;

    /// <param name="runs">In order of time; one or more.</param>
    public static Svg Of(IReadOnlyList<HistoryLine> runs)
    {
        HistoryLine[] shown = [.. runs.TakeLast(Shown)];
        var values = shown.SelectMany(run => new[] { run.Clean, run.MeanCorrupted, run.Interval?.Lower }).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
        var least = Math.Max(0, Math.Floor(values.Min() * 10 - 0.2) / 10);
        double X(int i) => Left + (shown.Length == 1 ? 0.5 : (double)i / (shown.Length - 1)) * (Right - Left - 20) + 10;
        double Y(double value) => Top + (1 - Math.Clamp((value - least) / (1 - least), 0, 1)) * Height;
        var drawing = new Svg(Right + 12, Top + Height + 44, "Clean and mean corrupted accuracy over runs");
        drawing.Text(Left, 18, "accuracy, percent: clean (squares) and mean corrupted (dots, with interval); ✗ failed the gate", "bold");
        drawing.Rect(Left, Top, Right - Left, Height, "box");
        for (var tenth = (int)Math.Round(least * 10); tenth <= 10; tenth++)
            drawing.Line(Left, Y(tenth / 10.0), Right, Y(tenth / 10.0), "grid").Text(Left - 6, Y(tenth / 10.0) + 4, Number.Rate(tenth / 10.0, 0), "dim", "end");
        foreach (var (i, run) in shown.Index())
            if (run.Interval is { } interval) drawing.Line(X(i), Y(interval.Lower), X(i), Y(interval.Upper), "line");
        Curve(drawing, shown, run => run.Clean, "curve2", X, Y);
        Curve(drawing, shown, run => run.MeanCorrupted, "curve", X, Y);
        foreach (var (i, run) in shown.Index())
        {
            if (run.Clean is { } clean) drawing.Rect(X(i) - 3, Y(clean) - 3, 6, 6, "bar2");
            if (run.MeanCorrupted is not { } mean) continue;
            drawing.Circle(X(i), Y(mean), 3.5, "bar");
            if (run.Outcome == nameof(Outcome.Regressed)) drawing.Text(X(i), Y(mean) + 18, "✗", "bold", "middle");
        }

        return drawing.Text(Left, Top + Height + 20, Day(shown[0]), "dim").Text(Right, Top + Height + 20, Day(shown[^1]), "dim", "end");
    }

    // A line joins runs on the same images only.
    private static void Curve(Svg drawing, HistoryLine[] runs, Func<HistoryLine, double?> value, string classes, Func<int, double> x, Func<double, double> y)
    {
        for (var i = 1; i < runs.Length; i++)
            if (value(runs[i - 1]) is { } before && value(runs[i]) is { } after && runs[i - 1].Data == runs[i].Data)
                drawing.Line(x(i - 1), y(before), x(i), y(after), classes);
    }

    private static string Day(HistoryLine run) => run.StartedAt.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
