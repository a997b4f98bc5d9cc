using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Facts;

/// <summary>A repaired block as nodes and edges, for drawings and tables.</summary>
internal static class BlockGraph
{
    /// <summary>Number of the output node: the last that an edge reaches, 1 without edges.</summary>
    public static int OutputOf(BlockGenotype block) => block.Edges.Select(edge => edge.To).DefaultIfEmpty(1).Max();

    public static string OriginalLabel(BlockGenotype block) => block.KeepsOriginal ? "original block" : "original block, folded";

    public static string NodeName(BlockGenotype block, int node)
    {
        if (node == 0) return "input";
        return node == OutputOf(block) ? "output" : string.Create(CultureInfo.InvariantCulture, $"node {node}");
    }

    public static string EdgeName(BlockGenotype block, GenotypeEdge edge) => $"{NodeName(block, edge.From)} → {NodeName(block, edge.To)}";
}
