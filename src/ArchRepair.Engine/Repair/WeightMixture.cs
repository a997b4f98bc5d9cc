using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Training;
using ArchRepair.Engine.Search;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair;

/// <summary>
/// Weights between the original's and the repaired ones: share·repaired + (1−share)·original, statistics of normalizations alike.
/// It often wins back clean accuracy (Wortsman et al. 2022, WiSE-FT, arXiv 2109.01903).
/// </summary>
internal static class WeightMixture
{
    /// <summary>Puts a mixture into the part that learned.</summary>
    /// <param name="run">Knows the original.</param>
    /// <param name="scope">Overwritten.</param>
    /// <param name="repaired">The repaired end, by <see cref="TrainableScope.Copy"/>.</param>
    /// <param name="share">Of the repaired end, in [0,1].</param>
    public static void Mix(RepairRun run, TrainableScope scope, Dictionary<string, Tensor> repaired, double share)
    {
        scope.Restore(repaired);
        Mix(scope.Cells, scope.State, run.Original, share);
    }

    /// <summary>Moves a network's tensors toward an original's, in place.</summary>
    /// <param name="model">Repaired; may hold cells.</param>
    /// <param name="state">Which of its tensors move, by name; live.</param>
    /// <param name="original">The original network's tensors by name.</param>
    /// <param name="share">Of the repaired end, in [0,1].</param>
    public static void Mix(ChainClassifier model, IEnumerable<KeyValuePair<string, Tensor>> state, IReadOnlyDictionary<string, Tensor> original, double share) =>
        Mix(CellsOf(model), state, original, share);

    private static void Mix(
        IEnumerable<CellBlock> cells, IEnumerable<KeyValuePair<string, Tensor>> state, IReadOnlyDictionary<string, Tensor> original, double share)
    {
        if (share == 1) return;
        using var inner = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, tensor) in state.Where(entry => entry.Value.is_floating_point()))
        {
            if (original.TryGetValue(OriginalName(original, name), out var start)) tensor.mul_(share).add_(start, 1 - share);
        }
        // Operations that the repair added have no counterpart in the original; there, what leads into the sum is scaled.
        foreach (var cell in cells)
        {
            foreach (var (index, edge) in cell.Edges.Index())
            {
                if (original.ContainsKey($"{cell.Block.Path}.edge{index}.{edge.Operation.GetName()}.norm.weight")) continue;
                edge.Operation.Norm.weight!.mul_(share);
                edge.Operation.Norm.bias!.mul_(share);
            }
        }
    }

    /// <summary>The cells of a network, in its order.</summary>
    public static IEnumerable<CellBlock> CellsOf(ChainClassifier model) =>
        model.Blocks.Select(block => model.ModuleOf(block.Index)).OfType<CellBlock>();

    // A repaired stem lives one level deeper than the original one, under other names.
    private static string OriginalName(IReadOnlyDictionary<string, Tensor> original, string name) =>
        original.ContainsKey(name) || !name.StartsWith("stem.", StringComparison.Ordinal) ? name : name["stem.".Length..];
}
