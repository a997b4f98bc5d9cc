using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The heat map: a tile per cell, coloured by its change, or by its accuracy where nothing was compared.</summary>
internal static class HeatPicture
{
    private const double Left = 150;
    private const double Top = 44;
    private const double TileWidth = 108;
    private const double TileHeight = 28;

    /// <summary>Change that gets the full colour at least.</summary>
    private const double LeastScale = 0.10;

    public static Svg? Of(ReportFacts facts)
    {
        if (facts.CorruptedCells.Count == 0) return null;
        var changes = facts.Result.Comparison?.Corrupted.ToDictionary(cell => cell.Cell);
        var scale = Scale(changes?.Values);
        var outcomes = facts.CorruptedCells.ToDictionary(outcome => outcome.Cell);
        var drawing = new Svg(
            Math.Max(420, Left + facts.Severities.Count * TileWidth + 8), Top + facts.Corruptions.Count * TileHeight + 50,
            changes is null ? "Accuracy by corruption and severity" : "Change of accuracy by corruption and severity");
        drawing.Text(Left, 16, changes is null ? "accuracy in percent" : "accuracy in percent, change in points", "bold");
        for (var column = 0; column < facts.Severities.Count; column++)
            drawing.Text(Left + (column + 0.5) * TileWidth, Top - 8, $"severity {Number.Count(facts.Severities[column])}", "dim", "middle");
        for (var row = 0; row < facts.Corruptions.Count; row++)
        {
            var y = Top + row * TileHeight;
            drawing.Text(Left - 8, y + 18, Shorten(facts.Label(facts.Corruptions[row])), "", "end");
            for (var column = 0; column < facts.Severities.Count; column++)
            {
                var cell = new Cell(facts.Corruptions[row], facts.Severities[column]);
                if (outcomes.TryGetValue(cell, out var outcome))
                    Draw(drawing, Left + column * TileWidth, y, HeatTile.Of(outcome, changes?.GetValueOrDefault(cell), scale, facts.FailedCells.Contains(cell)));
            }
        }

        // In two lines, and only as wide as few severities make the picture.
        var legend = Top + facts.Corruptions.Count * TileHeight + 22;
        if (changes is null) return drawing.Text(8, legend, "darker: less accurate", "dim");
        return drawing.Text(8, legend, "orange ▼ worse, blue ▲ better, ≈ within chance", "dim").Text(8, legend + 16, facts.FailedCells.Count > 0 ? "= not one image changed, ✗ and a frame: failed" : "= not one image changed", "dim");
    }

    /// <summary>Long names of the user's own corruptions must not leave the picture.</summary>
    public static string Shorten(string name) => name.Length <= 20 ? name : name[..19] + "…";

    /// <summary>The change that gets the full colour.</summary>
    public static double Scale(IEnumerable<CellComparison>? changes) =>
        Math.Max(LeastScale, (changes ?? []).Select(cell => Math.Abs(cell.After - cell.Before)).DefaultIfEmpty(0).Max());

    private static void Draw(Svg drawing, double x, double y, HeatTile tile)
    {
        drawing.Rect(x + 1, y + 1, TileWidth - 2, TileHeight - 2, "", tile.Fill, 3);
        if (tile.IsFailed) drawing.Rect(x + 2, y + 2, TileWidth - 4, TileHeight - 4, "failed", null, 3);
        drawing.Text(x + TileWidth / 2, y + 18, tile.Text, tile.Ink, "middle");
    }
}
