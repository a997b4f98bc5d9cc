using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Training;
using ArchRepair.Engine.Search;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Architecture-oriented repair of one block, after ArchRepair (Qi et al. 2023, doi 10.1145/3585005), whose formulas and operations
/// are not public: a relaxed cell around the original block that starts as the same function, gates and weights trained in turn,
/// made discrete by what the loss misses when an operation is removed, trained on, folded.
/// </summary>
internal sealed class ArchRepairStrategy : IRepairStrategy
{
    public bool NeedsBlock => true;

    public RepairRecord Repair(RepairRun run)
    {
        var block = run.Model.FindBlock(run.Plan.Blocks[0]);
        run.PrepareProbe(block.Index);
        var end = PhaseEnd.Finished;
        if (run.Resumed is { Phase: TrainingSession.FineTune, Genotype: { } known }) Rebuild(run, known);
        else end = SearchCell(run, block);
        var isPolished = run.Recipe.PolishShare > 0;
        if (isPolished) run.PrepareProbe(0);
        var scope = isPolished ? TrainableScope.OfAll(run) : TrainableScope.OfBlock(run, block);
        if (end != PhaseEnd.Diverged) end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, isPolished ? [.. run.Model.Blocks.Select(each => each.Path)] : [block.Path], end);
    }

    private static void Rebuild(RepairRun run, Genotype known)
    {
        GenotypeBuilder.Apply(run.Model, known);
        run.Genotype = known;
    }

    private static PhaseEnd SearchCell(RepairRun run, Block block)
    {
        var cell = CellBlock.Relax(block, run.Model.ModuleOf(block.Index), run.Recipe.Operations, run.Plan.Seed);
        run.Model.ReplaceBlock(block.Path, cell);
        var scope = new TrainableScope(run.Model, block.Index, [cell], run.Recipe.AreNormsFixed);
        var end = TrainingSession.Run(run, scope, TrainingSession.Search, run.Recipe.SearchShare);
        scope.StopTraining();
        run.Progress("discretize", 0, 0, "removing operations one by one");
        Discretizer.Apply(run, cell);
        return end == PhaseEnd.Diverged ? end : PhaseEnd.Finished;
    }
}
