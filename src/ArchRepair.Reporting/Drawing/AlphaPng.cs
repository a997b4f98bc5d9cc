using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;

using ScottPlot;

namespace ArchRepair.Reporting.Drawing;

/// <summary>Weights of the operations over the steps of the search, as PNG.</summary>
internal static class AlphaPng
{
    /// <summary>The plot, to be rendered; null when there are no two points of a line. The caller disposes it.</summary>
    public static Plot? Of(IReadOnlyList<AlphaPoint> alphas)
    {
        AlphaLine[] lines = [.. AlphaLine.Of(alphas).Where(line => line.Points.Count > 1).Take(AlphaSection.Shown)];
        if (lines.Length == 0) return null;
        var plot = new Plot();
        foreach (var line in lines)
        {
            var drawn = plot.Add.ScatterLine(line.Points.Select(point => (double)point.Step).ToArray(), line.Points.Select(point => point.Weight).ToArray());
            drawn.LegendText = AlphaLine.NameAmong(line, lines);
        }

        plot.Title("Weights of the candidate operations");
        plot.XLabel("step of the search");
        plot.ShowLegend(Edge.Right);
        return plot;
    }
}
