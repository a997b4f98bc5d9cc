using System.Globalization;
using System.Text;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>The repaired blocks before and after, as Mermaid drawings and a table.</summary>
internal static class BlockSection
{
    public const string Key = "block";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.Repair is not { } repair) return null;
        var blocks = repair.Record.Genotype.Blocks;
        if (blocks.Count == 0)
            return new ReportSection(Key, "The block before and after", $"The architecture is unchanged: {Escape.Name(repair.Record.Strategy)} changed weights only, in {BlockNames(repair.Record)}.\n");
        return new ReportSection(Key, "The block before and after", string.Join("\n", blocks.Select(Describe)));
    }

    /// <summary>A drawing for hosts that render Mermaid.</summary>
    public static string Mermaid(BlockGraph graph)
    {
        var output = graph.Nodes.Count - 1;
        var drawing = new StringBuilder("```mermaid\nflowchart LR\n");
        drawing.Append("  subgraph after [\"after\"]\n    direction LR\n");
        for (var node = 0; node <= output; node++) drawing.Append(CultureInfo.InvariantCulture, $"    a{node}((\"{graph.Nodes[node]}\"))\n");
        for (var part = 0; part < output; part++) drawing.Append(CultureInfo.InvariantCulture, $"    a{part} --> ao{part}[\"{graph.Original[part]}\"] --> a{part + 1}\n");
        for (var i = 0; i < graph.Edges.Count; i++)
        {
            var edge = graph.Edges[i];
            drawing.Append(CultureInfo.InvariantCulture, $"    a{edge.From} --> e{i}[\"{Escape.Mermaid(edge.Operation)} × {Number.Fixed(edge.Weight, 2)}\"] --> a{edge.To}\n");
        }

        // Mermaid stacks unconnected parts from the bottom up: what stands last is drawn on top.
        drawing.Append("  end\n  subgraph before [\"before\"]\n    direction LR\n");
        drawing.Append(CultureInfo.InvariantCulture, $"    b0((\"input\")) --> bo[\"{Escape.Mermaid(graph.Path)}, original\"] --> b1((\"output\"))\n");
        return drawing.Append("  end\n```\n").ToString();
    }

    private static string Describe(BlockGenotype block)
    {
        var graph = BlockGraph.Of(block);
        var text = $"{Escape.Name(block.Path)}: output = {(block.KeepsOriginal ? "original block" : "original block with the additions folded into it")} + what the edges add.{(graph.Nodes.Count > 2 ? " A node between stands in the original, behind its convolution of that number." : "")}\n\n{Mermaid(graph)}";
        if (block.Edges.Count == 0) return text;
        var table = new MarkdownTable("edge", "operation", ">weight when chosen");
        foreach (var edge in graph.Edges) table.Add(graph.NameOf(edge), Escape.Name(edge.Operation), Number.Fixed(edge.Weight, 2));
        return $"{text}\n{table}";
    }

    private static string BlockNames(RepairRecord record) =>
        record.Blocks.Count == 0 ? "the whole network" : string.Join(", ", record.Blocks.Select(Escape.Name));
}
