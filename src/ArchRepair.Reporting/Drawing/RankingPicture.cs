using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The block ranking: a bar per block with the interval of its score.</summary>
internal static class RankingPicture
{
    private const double Left = 150;
    private const double Right = 640;
    private const double RowHeight = 26;

    /// <summary>Blocks that are drawn; the table has all.</summary>
    public const int Shown = 20;

    public static Svg? Of(BlockRanking? ranking)
    {
        if (ranking is not { Blocks.Count: > 0 }) return null;
        BlockScore[] blocks = [.. ranking.Blocks.Take(Shown)];
        var ends = blocks.SelectMany(block => new[] { block.Score, block.Interval.Lower, block.Interval.Upper }).Where(double.IsFinite).Append(0).ToArray();
        var (least, most) = (ends.Min(), ends.Max());
        double At(double score) => Left + (most > least ? (Math.Clamp(score, least, most) - least) / (most - least) : 0) * (Right - Left - 60);
        var drawing = new Svg(Right + 20, 30 + blocks.Length * RowHeight + 12, "Blocks by vulnerability, with intervals");
        drawing.Text(Left, 16, "score, with its interval by resampling the examples", "bold");
        for (var i = 0; i < blocks.Length; i++)
        {
            var (block, y) = (blocks[i], 30 + i * RowHeight);
            if (!double.IsFinite(block.Score)) continue;
            drawing.Text(Left - 8, y + 16, HeatPicture.Shorten(block.Path), i == 0 ? "bold" : "", "end");
            drawing.Rect(Math.Min(At(0), At(block.Score)), y + 4, Math.Abs(At(block.Score) - At(0)), RowHeight - 10, block.IsReplaceable ? "bar" : "bar2", null, 2);
            var (from, to) = (At(block.Interval.Lower), At(block.Interval.Upper));
            drawing.Line(from, y + 12, to, y + 12, "line").Line(from, y + 8, from, y + 16, "line").Line(to, y + 8, to, y + 16, "line");
            drawing.Text(Math.Max(to, At(block.Score)) + 8, y + 16, Number.Fixed(block.Score, 2) + (block.IsReplaceable ? "" : " (cannot be repaired)"), "dim");
        }

        return drawing;
    }
}
