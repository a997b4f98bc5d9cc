using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Trains the weights of one block and leaves architecture and rest as they are: the block level of the paper's empirical study
/// (Qi et al. 2023); with the choice of block by hand it is surgical fine-tuning (Lee et al. 2023, arXiv 2210.11466).
/// </summary>
internal sealed class BlockStrategy : IRepairStrategy
{
    public bool NeedsBlock => true;

    public RepairRecord Repair(RepairRun run)
    {
        var block = run.Model.FindBlock(run.Plan.Blocks[0]);
        var scope = TrainableScope.OfBlock(run, block);
        run.PrepareProbe(scope.Cut);
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, [block.Path], end);
    }
}
