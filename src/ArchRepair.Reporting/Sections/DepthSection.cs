using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Which blocks each failing corruption points at, by depth.</summary>
internal static class DepthSection
{
    public const string Key = "depth";

    private const string Levels = "▁▂▃▄▅▆▇█";

    public static ReportSection? Of(ReportFacts facts) => Of(facts.Result.Ranking);

    public static ReportSection? Of(BlockRanking? ranking)
    {
        if (ranking is not { Blocks.Count: > 1, ByCorruption.Count: > 0 }) return null;
        var places = DepthPicture.Places(ranking);
        var (areShares, unit) = AreShares(ranking) ? (true, "share") : (false, "score");
        var table = new MarkdownTable("corruption", ">failures", "by depth", "most suspicious", $">its {unit}", "next", $">its {unit}");
        table.Add("all", Number.Count(ranking.Failures), Marks([.. places.Select(place => ranking.Blocks[place].Score)]), Escape.Name(ranking.Blocks[0].Path), Shown(ranking.Blocks[0].Score), Escape.Name(ranking.Blocks[1].Path), Shown(ranking.Blocks[1].Score));
        foreach (var row in ranking.ByCorruption)
        {
            int[] order = [.. Enumerable.Range(0, row.Scores.Count).OrderByDescending(place => row.Scores[place])];
            table.Add(
                Escape.Name(row.Corruption), Number.Count(row.Failures), Marks([.. places.Select(place => row.Scores[place])]),
                Escape.Name(ranking.Blocks[order[0]].Path), Shown(row.Scores[order[0]]), Escape.Name(ranking.Blocks[order[1]].Path), Shown(row.Scores[order[1]]));
        }

        return new ReportSection(Key, "Which corruption points where", $"{Answer(ranking)}\n\n{table}\nEach mark is a block, from input to output; the higher, the larger its {unit}{(areShares ? " of the suspicion" : "")}, on one scale for all rows. Rows from few failures say little.\n");

        string Shown(double score) => areShares ? Number.Percent(score) : Number.Fixed(score, 2);

        string Marks(IReadOnlyList<double> scores)
        {
            var most = Math.Max(DepthPicture.Most(ranking), ranking.Blocks[0].Score);
            return string.Concat(scores.Select(score => Levels[double.IsFinite(score) && most > 0 ? (int)Math.Round(Math.Clamp(score / most, 0, 1) * (Levels.Length - 1)) : 0]));
        }
    }

    // Results of other methods have scores that are no shares of anything; 3.12 of those is not 312 %.
    private static bool AreShares(BlockRanking ranking) =>
        ranking.Blocks.Select(block => block.Score).Concat(ranking.ByCorruption.SelectMany(row => row.Scores)).All(score => score is >= 0 and <= 1 + 1e-9);

    private static string Answer(BlockRanking ranking)
    {
        var first = ranking.ByCorruption.Count(row => row.Scores[0] >= row.Scores.Max());
        return $"{Escape.Name(ranking.Blocks[0].Path)}, first over all failures, is also first for {Number.Count(first)} of {Number.Of(ranking.ByCorruption.Count, "failing corruption")} alone.";
    }
}
