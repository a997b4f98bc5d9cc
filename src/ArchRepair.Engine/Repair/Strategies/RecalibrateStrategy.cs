using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Trains nothing: estimates the normalizations' statistics again, over clean and changed views alike (after Schneider et al.
/// 2020, arXiv 2006.16971, who use the test's own corrupted images; we have none of those).
/// </summary>
internal sealed class RecalibrateStrategy : IRepairStrategy
{
    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var scope = new TrainableScope(
            run.Model, cut: 0, run.Model.Everything, areNormsFixed: false);
        run.PrepareProbe(scope.Cut);
        NormStatistics.Estimate(run, scope, run.Recipe.CleanShare);
        run.Notes.Add("Statistics of all normalizations were estimated again; no weight was trained.");
        return RepairFinish.Write(run, [.. run.Model.Blocks.Select(block => block.Path)], "finished");
    }
}
