using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;
using ArchRepair.Engine.Search;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Architecture-oriented repair of one block, after ArchRepair (Qi et al. 2023, doi 10.1145/3585005), whose formulas and operations
/// are not public: a relaxed cell around the original block that starts as the same function, gates and weights trained in turn,
/// made discrete by what the loss misses when an operation is removed; then everything is trained on, and what is linear folded.
/// Further blocks follow while they help.
/// </summary>
internal sealed class ArchRepairStrategy : IRepairStrategy
{
    public bool NeedsBlock => true;

    public RepairRecord Repair(RepairRun run)
    {
        if (run.Blocks.Count == 0) run.Blocks.Add(run.Plan.Blocks[0]);
        var end = run.Round == 0 ? BlockSearch.Run(run).End : PhaseEnd.Finished;
        if (end != PhaseEnd.Diverged) end = FurtherBlocks.Run(run, end);
        var changed = run.Recipe.PolishShare > 0 ? [.. run.Model.Blocks.Select(block => block.Path)] : run.Blocks;
        return RepairFinish.Write(run, changed, RepairFinish.ReasonOf(run, end));
    }
}
