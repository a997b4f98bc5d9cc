using ArchRepair.Core.Results;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The training curve: loss above, accuracy on the search part below, over time.</summary>
internal static class CurvePicture
{
    private const double Left = 60;
    private const double Right = 640;
    private const double PlotHeight = 120;

    public static Svg? Of(IReadOnlyList<CurvePoint>? curve)
    {
        CurvePoint[] points = [.. (curve ?? []).Where(point => double.IsFinite(point.Seconds) && double.IsFinite(point.Loss))];
        if (points.Length < 2) return null;
        var accuracies = points.Where(point => point.Accuracy is { } value && double.IsFinite(value)).Select(point => (point.Seconds, Value: point.Accuracy!.Value)).ToArray();
        var hasAccuracy = accuracies.Length > 1;
        var end = points.Max(point => point.Seconds);
        double At(double seconds) => Left + (end > 0 ? seconds / end : 0) * (Right - Left);
        var drawing = new Svg(Right + 20, 36 + PlotHeight * (hasAccuracy ? 2 : 1) + (hasAccuracy ? 40 : 0) + 30, "Training curve: loss and accuracy over time");
        foreach (var phase in CurveSection.Phases(points))
        {
            drawing.Line(At(phase[0].Seconds), 24, At(phase[0].Seconds), 36 + PlotHeight * (hasAccuracy ? 2 : 1) + (hasAccuracy ? 40 : 0), "grid");
            drawing.Text(At(phase[0].Seconds) + 4, 20, HeatPicture.Shorten(phase[0].Phase), "dim");
        }

        Plot(drawing, "loss", 36, [.. points.Select(point => (At(point.Seconds), point.Loss))], value => Number.Fixed(value, 2), "curve");
        if (hasAccuracy) Plot(drawing, "accuracy", 36 + PlotHeight + 40, [.. accuracies.Select(point => (At(point.Seconds), point.Value))], value => Number.Percent(value), "curve2");
        return drawing.Text(Right, 36 + PlotHeight * (hasAccuracy ? 2 : 1) + (hasAccuracy ? 40 : 0) + 20, Number.Duration(end), "dim", "end");
    }

    private static void Plot(Svg drawing, string name, double top, (double X, double Value)[] values, Func<double, string> format, string classes)
    {
        var (least, most) = (values.Min(point => point.Value), values.Max(point => point.Value));
        double At(double value) => top + (most > least ? (most - value) / (most - least) : 0.5) * PlotHeight;
        drawing.Line(Left, top, Right, top, "grid").Line(Left, top + PlotHeight, Right, top + PlotHeight, "grid");
        drawing.Text(Left - 6, top + 4, format(most), "dim", "end").Text(Left - 6, top + PlotHeight + 4, format(least), "dim", "end");
        // In the corner that the curve leaves free: a loss falls, an accuracy rises.
        drawing.Text(Right, values[^1].Value > values[0].Value ? top + PlotHeight - 8 : top + 16, name, "bold", "end");
        drawing.Polyline(values.Select(point => (point.X, At(point.Value))), classes);
    }
}
