using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Whole-network training, then the mixture with the original that keeps clean accuracy: weight-space ensembles (Wortsman et al.
/// 2022, WiSE-FT, arXiv 2109.01903). Departs in that the share is chosen on the search part, from ten, and that statistics of
/// normalizations are mixed as weights are.
/// </summary>
internal sealed class InterpolateStrategy : IRepairStrategy
{
    private static readonly double[] Shares = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var scope = TrainableScope.OfAll(run);
        run.PrepareProbe(scope.Cut);
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, [.. run.Model.Blocks.Select(block => block.Path)], end, Shares);
    }
}
