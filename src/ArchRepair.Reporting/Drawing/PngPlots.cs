using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

using ScottPlot;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The pictures as PNG files, for slides and for hosts that show no SVG.</summary>
internal static class PngPlots
{
    private const int Width = 960;

    /// <summary>Stands for ✗, which fewer fonts have.</summary>
    private const char Failed = '×';

    private const string Font = "DejaVu Sans";

    /// <summary>File contents by section; empty where this machine cannot load the drawing library.</summary>
    /// <remarks>A report without PNG files is whole: the SVG files and the page show the same. A gate must not fail for a font library.</remarks>
    public static IReadOnlyDictionary<string, byte[]> Of(ReportFacts facts)
    {
        var plots = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            if (facts.CorruptedCells.Count > 0) plots[HeatSection.Key] = Heat(facts);
            if (SheetPng.Of(facts, Font) is { } sheet) plots[NewlyFailedSection.Key] = sheet;
            if (CalibrationCurve.Of(facts.Result.Evaluation) is { Count: > 0 } curves) plots[CalibrationSection.Key] = Reliability(curves);
            if (facts.Result.Ranking is { Blocks.Count: > 0 } ranking) plots[RankingSection.Key] = Ranking(ranking);
            if (facts.Result.Ranking is { Blocks.Count: > 1, ByCorruption.Count: > 0 } byCorruption) plots[DepthSection.Key] = DepthPlot.Png(byCorruption, Font);
            if (facts.Result.Repair is { Record.Curve.Count: > 1 } repair) plots[CurveSection.Key] = Curve(repair.Record.Curve);
            using var alpha = AlphaPng.Of(facts.Result.Repair?.Record.Alphas ?? []);
            if (alpha is not null) plots[AlphaSection.Key] = Png(alpha, 420);
        }
        catch (Exception exception) when (IsMissingLibrary(exception))
        {
            plots.Clear();
        }

        return plots;
    }

    /// <summary>The pictures of a ranking by itself.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(BlockRanking ranking)
    {
        try
        {
            return new Dictionary<string, byte[]>(StringComparer.Ordinal)
            {
                [RankingSection.Key] = Ranking(ranking),
                [DepthSection.Key] = DepthPlot.Png(ranking, Font),
            };
        }
        catch (Exception exception) when (IsMissingLibrary(exception))
        {
            return new Dictionary<string, byte[]>();
        }
    }

    internal static bool IsMissingLibrary(Exception? exception) =>
        exception is DllNotFoundException || (exception is TypeInitializationException && IsMissingLibrary(exception.InnerException));

    private static byte[] Heat(ReportFacts facts)
    {
        var changes = facts.Result.Comparison?.Corrupted.ToDictionary(cell => cell.Cell);
        var outcomes = facts.CorruptedCells.ToDictionary(outcome => outcome.Cell);
        var scale = HeatPicture.Scale(changes?.Values);
        using var plot = new Plot();
        for (var row = 0; row < facts.Corruptions.Count; row++)
        {
            for (var column = 0; column < facts.Severities.Count; column++)
            {
                var cell = new Cell(facts.Corruptions[row], facts.Severities[column]);
                if (!outcomes.TryGetValue(cell, out var outcome)) continue;
                var tile = HeatTile.Of(outcome, changes?.GetValueOrDefault(cell), scale, facts.FailedCells.Contains(cell));
                var rectangle = plot.Add.Rectangle(column + 0.03, column + 0.97, -row - 0.95, -row - 0.05);
                rectangle.FillColor = Color.FromHex(tile.Fill);
                (rectangle.LineColor, rectangle.LineWidth) = (Color.FromHex("#14181d"), tile.IsFailed ? 2 : 0);
                var text = plot.Add.Text(tile.Text.Replace('✗', Failed), column + 0.5, -row - 0.5);
                (text.LabelFontName, text.LabelFontColor, text.LabelFontSize, text.LabelAlignment) = (Font, Color.FromHex(tile.Ink == "paper" ? "#ffffff" : "#14181d"), 13, Alignment.MiddleCenter);
            }
        }

        plot.Axes.Left.SetTicks([.. facts.Corruptions.Select((_, row) => -row - 0.5)], [.. facts.Corruptions.Select(corruption => HeatPicture.Shorten(Visible.Name(facts.Label(corruption))))]);
        plot.Axes.Bottom.SetTicks([.. facts.Severities.Select((_, column) => column + 0.5)], [.. facts.Severities.Select(severity => $"severity {Number.Count(severity)}")]);
        plot.Axes.SetLimits(0, facts.Severities.Count, -facts.Corruptions.Count, 0);
        plot.Title(changes is null ? "Accuracy in percent" : $"Accuracy in percent, change in points ({Failed} and a frame: failed)");
        plot.HideGrid();
        return Png(plot, 120 + 30 * facts.Corruptions.Count);
    }

    private static byte[] Ranking(BlockRanking ranking)
    {
        BlockScore[] blocks = [.. ranking.Blocks.Where(block => double.IsFinite(block.Score)).Take(RankingPicture.Shown)];
        using var plot = new Plot();
        foreach (var (i, block) in blocks.Index())
        {
            var bar = plot.Add.Bar(new Bar { Position = -i, Value = block.Score, FillColor = Color.FromHex(block.IsReplaceable ? "#0b6aa8" : "#a8590b"), LineWidth = 0, Size = 0.65 });
            bar.Horizontal = true;
            if (!double.IsFinite(block.Interval.Width)) continue;
            var interval = plot.Add.Line(block.Interval.Lower, -i, block.Interval.Upper, -i);
            (interval.LineColor, interval.LineWidth) = (Color.FromHex("#1b1f24"), 2);
        }

        plot.Axes.Left.SetTicks([.. blocks.Select((_, i) => (double)-i)], [.. blocks.Select(block => HeatPicture.Shorten(Visible.Name(block.Path)))]);
        plot.Axes.AutoScale();
        plot.Title("Blocks by vulnerability, with intervals by resampling");
        return Png(plot, 120 + 30 * blocks.Length);
    }

    private static byte[] Reliability(IReadOnlyList<CalibrationCurve> curves)
    {
        using var plot = new Plot();
        var diagonal = plot.Add.Line(0, 0, 100, 100);
        (diagonal.LineColor, diagonal.LegendText) = (Color.FromHex("#59636e"), "as claimed");
        foreach (var (i, curve) in curves.Index())
        {
            var line = plot.Add.Scatter(
                curve.Bins.Select(bin => bin.MeanConfidence * 100).ToArray(), curve.Bins.Select(bin => bin.Accuracy * 100).ToArray(), Color.FromHex(i == 0 ? "#0b6aa8" : "#a8590b"));
            (line.LegendText, line.MarkerShape, line.MarkerSize) = ($"{curve.Images} images, ECE {Number.Size(curve.ExpectedError)} points", i == 0 ? MarkerShape.FilledCircle : MarkerShape.FilledSquare, 8);
        }

        plot.Axes.SetLimits(0, 100, 0, 100);
        plot.XLabel("confidence, percent");
        plot.YLabel("accuracy, percent");
        plot.ShowLegend(Alignment.UpperLeft);
        return Png(plot, 620);
    }

    private static byte[] Curve(IReadOnlyList<CurvePoint> curve)
    {
        CurvePoint[] points = [.. curve.Where(point => double.IsFinite(point.Loss) && double.IsFinite(point.Seconds))];
        CurvePoint[] measured = [.. points.Where(point => point.Accuracy is { } value && double.IsFinite(value))];
        using var plot = new Plot();
        var loss = plot.Add.ScatterLine(points.Select(point => point.Seconds).ToArray(), points.Select(point => point.Loss).ToArray(), Color.FromHex("#0b6aa8"));
        loss.LegendText = "loss (left)";
        if (measured.Length > 0)
        {
            var accuracy = plot.Add.Scatter(measured.Select(point => point.Seconds).ToArray(), measured.Select(point => point.Accuracy!.Value * 100).ToArray(), Color.FromHex("#a8590b"));
            (accuracy.LegendText, accuracy.Axes.YAxis) = ("accuracy on the search part, percent (right)", plot.Axes.Right);
        }

        plot.XLabel("seconds");
        plot.ShowLegend(Alignment.MiddleRight);
        return Png(plot, 420);
    }

    private static byte[] Png(Plot plot, int height)
    {
        plot.Font.Set(Font);
        return plot.GetImageBytes(Width, Math.Clamp(height, 200, 4000), ImageFormat.Png);
    }
}
