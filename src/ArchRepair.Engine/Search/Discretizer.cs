using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Search;

/// <summary>
/// Makes a searched cell discrete: an operation is worth what the loss on the search part gains by it, seen by removing it, since
/// gates alone do not rank operations (Wang et al. 2021, arXiv 2108.04392); gates only decide which removals are looked at.
/// </summary>
internal static class Discretizer
{
    // Removal costs a look at the search part each; gates below this share of the largest are not worth one.
    private const double NegligibleShare = 0.05;
    private const int MostRemovals = 10;
    private const int RemovalImages = 500;

    /// <summary>Replaces the searched cell in the run's network by the discrete one, gates merged into normalizations.</summary>
    public static void Apply(RepairRun run, CellBlock cell)
    {
        cell.SettleMixture();
        var worths = run.Recipe.Search.Worth == OperationWorth.Removal ? WorthOf(run, cell) : GatesOf(cell);
        var network = NetworkMultiplyAdds(run);
        var limit = (long)(run.Plan.MaxExtraMultiplyAdds * network);
        var size = run.Model.InputSizeOf(cell.Block.Index);
        var kept = new List<CellEdge>();
        var before = SpentBefore(run, cell, network);
        var used = before;
        var dear = new List<string>();
        foreach (var (edge, worth) in worths.OrderByDescending(entry => entry.Worth))
        {
            if (worth <= 0 || kept.Count == run.Recipe.MaxOperations) break;
            var cost = CostOf(cell, edge, size);
            if (used + cost > limit)
            {
                dear.Add(string.Create(CultureInfo.InvariantCulture, $"{Name(edge)} ({cost})"));
                continue;
            }
            used += cost;
            kept.Add(edge);
        }
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.Block.Path}: searched {cell.Edges.Count(edge => edge.Gate is not null)} operations; kept {(kept.Count == 0 ? "none" : string.Join(", ", kept.Select(Name)))} ({used} of {limit} extra multiply-adds allowed)."));
        if (dear.Count > 0) run.Notes.Add($"{cell.Block.Path}: helpful but over the limit of multiply-adds: {string.Join(", ", dear)}.");
        Replace(run, cell, kept);
    }

    // Gates alone, for comparison; the same number of operations.
    private static List<(CellEdge Edge, double Worth)> GatesOf(CellBlock cell) =>
        [.. cell.Edges.Where(edge => edge.Gate is not null).Select(edge => (edge, Math.Abs(GateOf(edge))))];

    // What this block and others were given before, in this repair or an earlier one, counts against the same limit.
    private static long SpentBefore(RepairRun run, CellBlock cell, long network)
    {
        using var scope = NewDisposeScope();
        var size = run.Model.InputSizeOf(cell.Block.Index);
        var searched = cell.Edges.Where(edge => edge.Gate is not null).Sum(edge => UnfoldedCost(cell, edge, size));
        return Math.Max(0, ModelInspector.Describe(run.Model).MultiplyAdds - searched - network);
    }

    private static string Name(CellEdge edge) => $"{edge.Operation.GetName()} {edge.From}→{edge.To}";

    private static double GateOf(CellEdge edge) => edge.Gate!.item<float>();

    private static List<(CellEdge Edge, double Worth)> WorthOf(RepairRun run, CellBlock cell)
    {
        using var noGrad = no_grad();
        var suffix = (Tensor features) => run.Model.ForwardSuffix(features, cell.Block.Index);
        var whole = run.Probe.Measure(suffix, RemovalImages).Loss;
        CellEdge[] searched = [.. cell.Edges.Where(edge => edge.Gate is not null)];
        var largest = searched.Max(edge => Math.Abs(GateOf(edge)));
        List<(CellEdge, double)> worths = [];
        foreach (var edge in searched.OrderByDescending(edge => Math.Abs(GateOf(edge))).Take(MostRemovals))
        {
            var gate = GateOf(edge);
            if (gate == 0 || Math.Abs(gate) < NegligibleShare * largest) continue;
            run.Alive();
            edge.Gate!.zero_();
            worths.Add((edge, run.Probe.Measure(suffix, RemovalImages).Loss - whole));
            edge.Gate!.fill_(gate);
        }
        return worths;
    }

    private static long NetworkMultiplyAdds(RepairRun run)
    {
        using var scope = NewDisposeScope();
        using var original = ArchitectureCatalog.Create(run.Model.Specification);
        return ModelInspector.Describe(original).MultiplyAdds;
    }

    // What folds costs nothing.
    private static long CostOf(CellBlock cell, CellEdge edge, (int Height, int Width) size)
    {
        var folds = !cell.Body.IsOpaque && edge.To == edge.From + 1
            && CellFolding.CanFold(cell.Body.Steps[edge.From].Convolution, edge.Operation);
        return folds ? 0 : UnfoldedCost(cell, edge, size);
    }

    // Nodes behind a convolution with stride are smaller than the input.
    private static long UnfoldedCost(CellBlock cell, CellEdge edge, (int Height, int Width) size)
    {
        var (height, width) = size;
        foreach (var step in cell.Body.Steps.Take(edge.From))
        {
            var stride = (int)step.Convolution.stride[0];
            (height, width) = ((height + stride - 1) / stride, (width + stride - 1) / stride);
        }
        return edge.Operation.MultiplyAdds(height, width);
    }

    private static void Replace(RepairRun run, CellBlock cell, List<CellEdge> kept)
    {
        using var noGrad = no_grad();
        var gates = kept.Select(GateOf).ToArray();
        List<CellEdge> discrete = [.. cell.Edges.Where(edge => edge.Gate is null)];
        foreach (var (edge, gate) in kept.Zip(gates))
        {
            edge.Operation.Norm.weight!.mul_(gate);
            edge.Operation.Norm.bias!.mul_(gate);
            discrete.Add(new CellEdge(edge.From, edge.To, edge.Operation, isGated: false));
        }
        var replacement = discrete.Count == 0 ? cell.Body.Original : new CellBlock(cell.Block, cell.Body.Original, discrete);
        run.Model.ReplaceBlock(cell.Block.Path, replacement);
        run.Model.eval();
        run.Genotype = Weighted(GenotypeBuilder.Of(run.Model), cell.Block.Path, discrete.Count - kept.Count, gates, run.Genotype);
        foreach (var edge in cell.Edges.Where(edge => edge.Gate is not null))
        {
            edge.Gate!.Dispose();
            if (!kept.Contains(edge)) edge.Operation.Dispose();
        }
    }

    // The genotype as it stands; edges found now carry their shares of the gates, those found before what is known of them.
    private static Genotype Weighted(Genotype now, string path, int before, double[] gates, Genotype? known)
    {
        var sum = Math.Max(gates.Sum(Math.Abs), 1e-12);
        return now with
        {
            Blocks = [.. now.Blocks.Select(block => block.Path != path
                ? known?.Blocks.FirstOrDefault(old => old.Path == block.Path) ?? block
                : block with { Edges = [.. block.Edges.Select((edge, index) => index < before ? edge : edge with { Weight = Math.Abs(gates[index - before]) / sum })] })],
        };
    }
}
