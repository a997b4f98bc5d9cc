using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

using ScottPlot;

namespace ArchRepair.Reporting.Drawing;

/// <summary><see cref="DepthPicture"/> as a PNG file: the heat map, with the scores over all failures as its first row.</summary>
internal static class DepthPlot
{
    private const int Width = 960;

    public static byte[] Png(BlockRanking ranking, string font)
    {
        var places = DepthPicture.Places(ranking);
        (string Name, IReadOnlyList<double> Scores)[] rows =
        [
            ($"all ({Number.Count(ranking.Failures)} failures)", [.. ranking.Blocks.Select(block => block.Score)]),
            .. ranking.ByCorruption.Select(row => ($"{HeatPicture.Shorten(Visible.Name(row.Corruption))} ({Number.Count(row.Failures)})", row.Scores)),
        ];
        var most = Math.Max(DepthPicture.Most(ranking), ranking.Blocks.Max(block => block.Score));
        using var plot = new Plot();
        foreach (var (row, (_, scores)) in rows.Index())
        {
            for (var column = 0; column < places.Length; column++)
            {
                var score = scores[places[column]];
                var fill = HeatColor.OfAccuracy(1 - score / most);
                var tile = plot.Add.Rectangle(column + 0.02, column + 0.98, -row - 0.95, -row - 0.05);
                (tile.FillColor, tile.LineWidth) = (Color.FromHex(fill), 0);
                if (places.Length > 16) continue;
                var text = plot.Add.Text(Number.Fixed(score, 2), column + 0.5, -row - 0.5);
                (text.LabelFontName, text.LabelFontColor, text.LabelFontSize, text.LabelAlignment) =
                    (font, Color.FromHex(HeatColor.InkOn(fill) == "paper" ? "#ffffff" : "#14181d"), 13, Alignment.MiddleCenter);
            }
        }

        plot.Axes.Left.SetTicks([.. rows.Select((_, row) => -row - 0.5)], [.. rows.Select(row => row.Name)]);
        plot.Axes.Bottom.SetTicks([.. places.Select((_, i) => i + 0.5)], [.. places.Select(place => HeatPicture.Shorten(Visible.Name(ranking.Blocks[place].Path)))]);
        (plot.Axes.Bottom.TickLabelStyle.Rotation, plot.Axes.Bottom.TickLabelStyle.Alignment) = (60, Alignment.MiddleLeft);
        (plot.Axes.Bottom.TickLabelStyle.OffsetX, plot.Axes.Bottom.TickLabelStyle.OffsetY) = (3, 6); // else the tick strikes the first letter
        plot.Axes.Bottom.MinimumSize = 100; // turned labels are not measured
        plot.Axes.SetLimits(0, places.Length, -rows.Length, 0);
        plot.Title("Suspicion by depth (input on the left) and failing corruption");
        plot.HideGrid();
        plot.Font.Set(font);
        return plot.GetImageBytes(Width, Math.Clamp(210 + (30 * rows.Length), 240, 4000), ImageFormat.Png);
    }
}
