using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Trains the whole network on the variants of its images that it finds hardest, found by a genetic search for each image: SENSEI
/// (Gao et al. 2020, ICSE, doi 10.1145/3377811.3380415). Populations of 8 rotations (±15°), shifts (±3 pixels of 32) and shears
/// (±0.1); a child is a mutation with probability 0.6, else a crossing; fitness is the loss; images whose hardest variant
/// is easy are not searched again. Departs in that training starts at the network to be repaired, that a share of each batch
/// stays clean as in every other strategy, and that a resumed run begins with new populations.
/// </summary>
internal sealed class SenseiStrategy : IRepairStrategy
{
    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var scope = TrainableScope.OfAll(run);
        run.PrepareProbe(scope.Cut);
        run.Notes.Add("Changed training views: rotation, shift and shear, the hardest of a population of 8 for each image.");
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1, start => new SenseiBatches(run, start));
        return RepairFinish.Finish(run, scope, [.. run.Model.Blocks.Select(block => block.Path)], end);
    }
}
