using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>Scores of blocks by depth, and below, in the same columns, a heat map with a row for each failing corruption.</summary>
internal static class DepthPicture
{
    private const double Left = 170;
    private const double Bars = 110;
    private const double BarsTop = 34;
    private const double RowHeight = 26;
    private const double NarrowestWithNumbers = 34;

    public static Svg? Of(BlockRanking? ranking)
    {
        if (ranking is not { Blocks.Count: > 0 } || !ranking.Blocks.All(block => double.IsFinite(block.Score))) return null;
        var places = Places(ranking);
        var column = Math.Clamp(720.0 / places.Length, 15, 72);
        var top = BarsTop + Bars + 18;
        var names = top + ranking.ByCorruption.Count * RowHeight;
        var drawing = new Svg(Left + places.Length * column + 12, names + 112, "Blocks by depth, and by failing corruption");
        drawing.Text(Left, 16, "score by depth, input on the left, with intervals", "bold");
        WriteBars(drawing, ranking, places, column);
        if (ranking.ByCorruption.Count > 0) drawing.Text(Left - 8, top - 4, "corruption (failures)", "dim", "end");
        WriteRows(drawing, ranking, places, column, top);
        for (var i = 0; i < places.Length; i++)
            drawing.Turned(Left + (i + 0.5) * column + 4, names + 8, HeatPicture.Shorten(ranking.Blocks[places[i]].Path), places[i] == 0 ? "bold" : "");
        return drawing;
    }

    /// <summary>Places in the ranking, in the order of computation.</summary>
    public static int[] Places(BlockRanking ranking) =>
        [.. Enumerable.Range(0, ranking.Blocks.Count).OrderBy(place => ranking.Blocks[place].Depth)];

    /// <summary>The score that gets the full colour.</summary>
    public static double Most(BlockRanking ranking) =>
        ranking.ByCorruption.SelectMany(row => row.Scores).Where(double.IsFinite).Append(double.Epsilon).Max();

    private static void WriteBars(Svg drawing, BlockRanking ranking, int[] places, double column)
    {
        var most = ranking.Blocks.Max(block => Math.Max(block.Score, block.Interval.Upper));
        double At(double score) => BarsTop + Bars - (most > 0 ? Math.Clamp(score / most, 0, 1) : 0) * Bars;
        for (var i = 0; i < places.Length; i++)
        {
            var block = ranking.Blocks[places[i]];
            var (x, middle) = (Left + i * column, Left + (i + 0.5) * column);
            drawing.Rect(x + column * 0.15, At(block.Score), column * 0.7, At(0) - At(block.Score), block.IsReplaceable ? "bar" : "bar2");
            drawing.Line(middle, At(block.Interval.Lower), middle, At(block.Interval.Upper), "line");
        }

        drawing.Line(Left, At(0), Left + places.Length * column, At(0), "grid");
        drawing.Text(Left - 8, At(most) + 10, Number.Fixed(most, 2), "dim", "end").Text(Left - 8, At(0), "0", "dim", "end");
    }

    private static void WriteRows(Svg drawing, BlockRanking ranking, int[] places, double column, double top)
    {
        var most = Most(ranking);
        for (var row = 0; row < ranking.ByCorruption.Count; row++)
        {
            var (of, y) = (ranking.ByCorruption[row], top + row * RowHeight);
            drawing.Text(Left - 8, y + 17, $"{HeatPicture.Shorten(of.Corruption)} ({Number.Count(of.Failures)})", "", "end");
            for (var i = 0; i < places.Length; i++)
            {
                if (!double.IsFinite(of.Scores[places[i]])) continue;
                var fill = HeatColor.OfAccuracy(1 - of.Scores[places[i]] / most);
                drawing.Rect(Left + i * column + 0.5, y + 1, column - 1, RowHeight - 2, "", fill, 2);
                if (column >= NarrowestWithNumbers)
                    drawing.Text(Left + (i + 0.5) * column, y + 17, Number.Fixed(of.Scores[places[i]], 2), HeatColor.InkOn(fill), "middle");
            }
        }
    }
}
