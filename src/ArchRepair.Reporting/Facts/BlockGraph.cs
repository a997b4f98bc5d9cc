using System.Globalization;

using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Facts;

/// <summary>A repaired block as nodes in order and edges between their positions, for drawings and tables.</summary>
/// <param name="Original">What the original block computes from each node to the next.</param>
/// <param name="Nodes">Names from input to output; at least two.</param>
/// <param name="Edges">The operations, by node position.</param>
internal sealed record BlockGraph(string Path, IReadOnlyList<string> Original, IReadOnlyList<string> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <remarks>Nodes count from 0; only those that an edge touches are kept, so that a file with odd numbers draws like any other.</remarks>
    public static BlockGraph Of(BlockGenotype block)
    {
        int[] numbers = [.. block.Edges.SelectMany(edge => new[] { edge.From, edge.To }).Append(0).Distinct().Order()];
        if (numbers.Length == 1) numbers = [0, 1];
        string[] names =
        [
            .. numbers.Select((number, i) => i == 0 ? "input" : i == numbers.Length - 1 ? "output" : string.Create(CultureInfo.InvariantCulture, $"node {number}")),
        ];
        return new BlockGraph(
            block.Path, [.. numbers.Zip(numbers.Skip(1), (from, to) => Part(block, numbers.Length, from, to))], names,
            [.. block.Edges.Select(edge => new GraphEdge(Array.IndexOf(numbers, edge.From), Array.IndexOf(numbers, edge.To), edge.Operation, edge.Weight))]);
    }

    // A node within a block stands behind the convolution of that number; the original passes through it.
    private static string Part(BlockGenotype block, int nodes, int from, int to)
    {
        var folded = block.KeepsOriginal ? "" : ", folded";
        if (nodes == 2) return "original block" + folded;
        return from + 1 == to
            ? string.Create(CultureInfo.InvariantCulture, $"original conv {to}{folded}")
            : string.Create(CultureInfo.InvariantCulture, $"original conv {from + 1}–{to}{folded}");
    }

    public string NameOf(GraphEdge edge) => $"{Nodes[edge.From]} → {Nodes[edge.To]}";
}

/// <summary>An operation between two node positions.</summary>
internal sealed record GraphEdge(int From, int To, string Operation, double Weight);
