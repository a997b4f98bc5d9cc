using System.Globalization;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Hosts;

namespace ArchRepair.Tool.Terminal;

/// <summary>A block ranking as lines with bars: a full bar to the score, the interval drawn over it.</summary>
internal static class RankingTable
{
    private const int BarWidth = 30;

    public static void Write(TextWriter writer, BlockRanking ranking)
    {
        var width = Math.Max(5, ranking.Blocks.Max(block => PlainLine.Name(block.Path).Length));
        var highest = Math.Max(ranking.Blocks.Max(block => Math.Max(block.Score, block.Interval.Upper)), double.Epsilon);
        writer.WriteLine($"{"block".PadRight(width)}  score  {"".PadRight(BarWidth)}  interval       spectrum  gradient");
        foreach (var block in ranking.Blocks)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{PlainLine.Name(block.Path).PadRight(width)}  {block.Score,5:0.00}  {Bar(block, highest)}  {block.Interval.Lower,5:0.00} – {block.Interval.Upper,5:0.00}  {block.Spectrum,8:0.000}  {block.Gradient,8:0.000}{(block.IsReplaceable ? "" : "  cannot be repaired")}"));
        }

        WriteCorruptions(writer, ranking);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ranking.Failures} failures, {ranking.Passes} passes, {ranking.Adversarial} adversarial counterparts; {PlainLine.ForLog(ranking.Examples)}; {PlainLine.ForLog(ranking.Method)}"));
        if (ranking.TopIsAmbiguous) writer.WriteLine($"{PlainLine.Name(ranking.Blocks[0].Path)} and {PlainLine.Name(ranking.Blocks[1].Path)} cannot be told apart on these examples.");
        if (ranking.Note is { Length: > 0 } note) writer.WriteLine($"Note: {PlainLine.ForLog(note)}");
    }

    /// <summary>Full up to the score, and over it the interval as ├──┤.</summary>
    internal static string Bar(BlockScore block, double highest)
    {
        var bar = Enumerable.Repeat(' ', BarWidth).ToArray();
        int At(double score) => (int)Math.Round(Math.Clamp(score / highest, 0, 1) * BarWidth);
        Array.Fill(bar, '█', 0, At(block.Score));
        var (from, to) = (Math.Min(At(block.Interval.Lower), BarWidth - 1), Math.Min(At(block.Interval.Upper), BarWidth - 1));
        if (to - from < 2) return new string(bar);
        for (var i = from + 1; i < to; i++) bar[i] = '─';
        (bar[from], bar[to]) = ('├', '┤');
        if (At(block.Score) > from && At(block.Score) < to) bar[At(block.Score)] = '┼';
        return new string(bar);
    }

    private static void WriteCorruptions(TextWriter writer, BlockRanking ranking)
    {
        if (ranking.ByCorruption.Count < 2) return;
        var width = Math.Max(10, ranking.ByCorruption.Max(row => PlainLine.Name(row.Corruption).Length));
        writer.WriteLine();
        writer.WriteLine($"{"corruption".PadRight(width)}  failures  most suspicious");
        foreach (var row in ranking.ByCorruption)
        {
            var first = Enumerable.Range(0, row.Scores.Count).OrderByDescending(place => row.Scores[place]).Take(2)
                .Select(place => string.Create(CultureInfo.InvariantCulture, $"{PlainLine.Name(ranking.Blocks[place].Path)} {row.Scores[place]:0.00}"));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PlainLine.Name(row.Corruption).PadRight(width)}  {row.Failures,8}  {string.Join(", ", first)}"));
        }

        writer.WriteLine();
    }
}
