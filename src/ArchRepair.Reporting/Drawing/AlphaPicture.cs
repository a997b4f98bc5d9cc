using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>Weights of the operations over the steps of the search, each line named at its end.</summary>
internal static class AlphaPicture
{
    private const double Left = 60;
    private const double Right = 460;
    private const double Top = 20;
    private const double PlotHeight = 240;
    private const double LeastGap = 15;

    public static Svg? Of(IReadOnlyList<AlphaPoint>? alphas)
    {
        AlphaLine[] lines = [.. AlphaLine.Of(alphas ?? []).Where(line => line.Points.Count > 1).Take(AlphaSection.Shown)];
        if (lines.Length == 0) return null;
        var (first, last) = (lines.Min(line => line.Points[0].Step), lines.Max(line => line.Points[^1].Step));
        var (least, most) = (Math.Min(0, lines.SelectMany(line => line.Points).Min(point => point.Weight)), Math.Max(0, lines.SelectMany(line => line.Points).Max(point => point.Weight)));
        double X(int step) => Left + (last > first ? (double)(step - first) / (last - first) : 1) * (Right - Left);
        double Y(double weight) => Top + (most > least ? (most - weight) / (most - least) : 0.5) * PlotHeight;
        var drawing = new Svg(Right + 300, Top + PlotHeight + 40, "Weights of the candidate operations over the steps of the search");
        drawing.Line(Left, Y(0), Right, Y(0), "grid").Line(Left, Top, Left, Top + PlotHeight, "grid");
        drawing.Text(Left - 6, Y(most) + 4, Number.Fixed(most, 2), "dim", "end").Text(Left - 6, Y(least) + 4, Number.Fixed(least, 2), "dim", "end");
        var free = Top - LeastGap;
        foreach (var line in lines.OrderBy(line => Y(line.Points[^1].Weight)))
        {
            var isFirst = ReferenceEquals(line, lines[0]);
            drawing.Polyline(line.Points.Select(point => (X(point.Step), Y(point.Weight))), isFirst ? "curve2" : "curve");
            free = Math.Max(free + LeastGap, Y(line.Points[^1].Weight));
            drawing.Text(Right + 8, free + 4, AlphaLine.NameAmong(line, lines), isFirst ? "bold" : "");
        }

        return drawing.Text(Left, Top + PlotHeight + 26, $"step {Number.Count(first)}", "dim").Text(Right, Top + PlotHeight + 26, $"step {Number.Count(last)}", "dim", "end");
    }
}
