using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>Trains the whole network on the same views: the rival that every repair must beat (Yosinski et al. 2014 name the practice).</summary>
internal sealed class FineTuneStrategy : IRepairStrategy
{
    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var scope = TrainableScope.OfAll(run);
        run.PrepareProbe(scope.Cut);
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, [.. run.Model.Blocks.Select(block => block.Path)], end);
    }
}
