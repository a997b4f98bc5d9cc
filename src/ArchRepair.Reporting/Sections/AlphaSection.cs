using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>How the weights of the candidate operations went during the search.</summary>
internal static class AlphaSection
{
    public const string Key = "alpha";

    /// <summary>Operations shown; the rest stayed closer to zero.</summary>
    public const int Shown = 8;

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.Repair is not { Record: { Alphas.Count: > 0 } record }) return null;
        var lines = AlphaLine.Of(record.Alphas);
        if (lines.Count == 0) return null;
        var chosen = record.Genotype.Blocks.SelectMany(block => block.Edges.Select(edge => (block.Path, edge.Operation))).ToHashSet();
        var table = new MarkdownTable("block", ">edge", "operation", "weight over the search", ">last", "kept");
        foreach (var line in lines.Take(Shown))
        {
            table.Add(
                Escape.Name(line.Block), Number.Count(line.Edge), Escape.Name(line.Operation), Sparkline.Of(line.Points.Select(point => point.Weight)),
                Number.Fixed(line.Points[^1].Weight, 3), chosen.Contains((line.Block, line.Operation)) ? "yes" : "");
        }

        var entropies = record.Curve.Where(point => point.AlphaEntropy is not null).Select(point => point.AlphaEntropy!.Value).ToArray();
        var entropy = entropies.Length == 0 ? "" : $" Entropy of the weights, 1 where all operations count alike: {Number.Fixed(entropies[0], 2)} → {Number.Fixed(entropies[^1], 2)} {Sparkline.Of(entropies)}.";
        var rest = lines.Count > Shown ? $" {Number.Of(lines.Count - Shown, "operation")} with smaller weights are not shown." : "";
        return new ReportSection(Key, "How the architecture was searched", $"{table}\nEvery weight starts at zero, where the network is the original.{entropy}{rest} What stays is decided by what the search part misses without it, not by weight; an operation that was folded into a convolution is no longer one of its own.\n");
    }
}
