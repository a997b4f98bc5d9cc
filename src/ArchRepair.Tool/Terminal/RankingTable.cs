using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Tool.Terminal;

/// <summary>A block ranking as lines with bars.</summary>
internal static class RankingTable
{
    private const int BarWidth = 24;

    public static void Write(TextWriter writer, BlockRanking ranking)
    {
        var width = Math.Max(5, ranking.Blocks.Max(block => block.Path.Length));
        var highest = Math.Max(ranking.Blocks.Max(block => block.Score), double.Epsilon);
        writer.WriteLine($"{"block".PadRight(width)}  score  {"".PadRight(BarWidth)}  interval       spectrum  gradient");
        foreach (var block in ranking.Blocks)
        {
            var bar = new string('█', (int)Math.Round(Math.Clamp(block.Score / highest, 0, 1) * BarWidth));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{block.Path.PadRight(width)}  {block.Score,5:0.00}  {bar.PadRight(BarWidth)}  {block.Interval.Lower,5:0.00} – {block.Interval.Upper,5:0.00}  {block.Spectrum,8:0.000}  {block.Gradient,8:0.000}"));
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ranking.Failures} failures, {ranking.Passes} passes, {ranking.Adversarial} adversarial counterparts; {ranking.Examples}; {ranking.Method}"));
        if (ranking.TopIsAmbiguous) writer.WriteLine($"{ranking.Blocks[0].Path} and {ranking.Blocks[1].Path} cannot be told apart on these examples.");
    }
}
