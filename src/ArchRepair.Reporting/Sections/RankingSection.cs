using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>The blocks of the network by vulnerability.</summary>
internal static class RankingSection
{
    public const string Key = "ranking";

    public static ReportSection? Of(ReportFacts facts) => Of(facts.Result.Ranking);

    public static ReportSection? Of(BlockRanking? ranking)
    {
        if (ranking is not { Blocks.Count: > 0 }) return null;
        var table = new MarkdownTable(">rank", "block", ">score", ">from activations", ">from gradients", ">share of top neurons", ">neurons", "can be repaired");
        for (var i = 0; i < ranking.Blocks.Count; i++)
        {
            var block = ranking.Blocks[i];
            table.Add(
                Number.Count(i + 1), Escape.Name(block.Path),
                $"{Number.Fixed(block.Score, 2)} ({Number.Fixed(block.Interval.Lower, 2)} to {Number.Fixed(block.Interval.Upper, 2)})",
                Number.Fixed(block.Spectrum, 2), Number.Fixed(block.Gradient, 2), Number.Percent(block.TopShare), Number.Count(block.Neurons),
                block.IsReplaceable ? "yes" : "no");
        }

        return new ReportSection(Key, "Where the failures come from", $"{Answer(ranking)}\n\n{table}\n{Basis(ranking)}");
    }

    private static string Answer(BlockRanking ranking)
    {
        var first = Escape.Name(ranking.Blocks[0].Path);
        if (ranking.Blocks.Count == 1) return $"The network has one block, {first}.";
        var second = Escape.Name(ranking.Blocks[1].Path);
        return ranking.TopIsAmbiguous
            ? $"{first} ranks first, but **it cannot be told apart from {second}** on these examples: their order may be chance."
            : $"**{first}** is the most suspicious block, clearly before {second}.";
    }

    private static string Basis(BlockRanking ranking)
    {
        var note = ranking.Note is { Length: > 0 } text ? $"**Note:** {Escape.Text(text)}\n\n" : "";
        return $"{note}From {Number.Of(ranking.Failures, "failing example")} ({Number.Count(ranking.Adversarial)} of them adversarial) and {Number.Of(ranking.Passes, "passing example")} "
            + $"of {Number.Of(ranking.Cells.Count, "cell")}, in {Number.Duration(ranking.Seconds)}. In brackets: interval by resampling the examples; its level stands with the method. Top neurons: the most suspicious of the whole network.\n\n"
            + $"- Method: {Escape.Text(ranking.Method)}\n- Examples: {Escape.Text(ranking.Examples)}\n";
    }
}
