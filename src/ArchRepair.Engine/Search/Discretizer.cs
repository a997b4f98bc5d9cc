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
        var worths = WorthOf(run, cell);
        var limit = (long)(run.Plan.MaxExtraMultiplyAdds * NetworkMultiplyAdds(run));
        var size = run.Model.InputSizeOf(cell.Block.Index);
        var kept = new List<CellEdge>();
        var used = 0L;
        foreach (var (edge, worth) in worths.OrderByDescending(entry => entry.Worth))
        {
            if (worth <= 0 || kept.Count == run.Recipe.MaxOperations) break;
            var cost = CostOf(cell, edge, size);
            if (used + cost > limit) continue;
            used += cost;
            kept.Add(edge);
        }
        var sum = Math.Max(kept.Sum(edge => Math.Abs(GateOf(edge))), 1e-12);
        run.Genotype = new Genotype(run.Model.Specification.Architecture,
            kept.Count == 0 ? [] : [new BlockGenotype(cell.Block.Path, [.. kept.Select(edge => new GenotypeEdge(
                edge.From, edge.To, edge.Operation.GetName(), Math.Abs(GateOf(edge)) / sum))])]);
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Searched {cell.Edges.Count} operations; kept {(kept.Count == 0 ? "none" : string.Join(", ", kept.Select(Name)))} ({used} of {limit} extra multiply-adds allowed)."));
        Replace(run, cell, kept);
    }

    private static string Name(CellEdge edge) => $"{edge.Operation.GetName()} {edge.From}→{edge.To}";

    private static double GateOf(CellEdge edge) => edge.Gate!.item<float>();

    private static List<(CellEdge Edge, double Worth)> WorthOf(RepairRun run, CellBlock cell)
    {
        using var noGrad = no_grad();
        var suffix = (Tensor features) => run.Model.ForwardSuffix(features, cell.Block.Index);
        var whole = run.Probe.Measure(suffix, RemovalImages).Loss;
        var largest = cell.Edges.Max(edge => Math.Abs(GateOf(edge)));
        List<(CellEdge, double)> worths = [];
        foreach (var edge in cell.Edges.OrderByDescending(edge => Math.Abs(GateOf(edge))).Take(MostRemovals))
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

    // What folds costs nothing. Nodes behind the first convolution may be smaller than the input.
    private static long CostOf(CellBlock cell, CellEdge edge, (int Height, int Width) size)
    {
        if (!cell.Body.IsOpaque && edge.To == edge.From + 1
            && CellFolding.CanFold(cell.Body.Steps[edge.From].Convolution, edge.Operation)) return 0;
        var shrink = 1;
        for (var node = 0; node < edge.From; node++) shrink *= (int)cell.Body.Steps[node].Convolution.stride[0];
        return edge.Operation.MultiplyAdds(size.Height / shrink, size.Width / shrink);
    }

    private static void Replace(RepairRun run, CellBlock cell, List<CellEdge> kept)
    {
        using var noGrad = no_grad();
        List<CellEdge> discrete = [];
        foreach (var edge in kept)
        {
            var gate = GateOf(edge);
            edge.Operation.Norm.weight!.mul_(gate);
            edge.Operation.Norm.bias!.mul_(gate);
            discrete.Add(new CellEdge(edge.From, edge.To, edge.Operation, isGated: false));
        }
        var replacement = discrete.Count == 0 ? cell.Body.Original : new CellBlock(cell.Block, cell.Body.Original, discrete);
        run.Model.ReplaceBlock(cell.Block.Path, replacement);
        foreach (var edge in cell.Edges)
        {
            edge.Gate?.Dispose();
            if (!kept.Contains(edge)) edge.Operation.Dispose();
        }
    }
}
