using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Trains the whole network on mixed views that look like failures: of several candidate views of each image the one nearest to a
/// failure is taken, after Few-Shot Guided Mix (Ren et al. 2020, ICSME, doi 10.1109/ICSME46990.2020.00079). Its code was not
/// read; departs in that candidates come from the recipe's own augmentation, and nearness is measured on each channel's mean, deviation and
/// roughness in units of their deviation over the failures.
/// </summary>
internal sealed class FailureMixStrategy : IRepairStrategy
{
    private const int Failures = 100;

    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var rows = FailureFinder.Find(run, run.Input.Images.Fit, Failures).Failures;
        var guide = FailureStyles.Of(run, rows);
        var scope = TrainableScope.OfAll(run);
        run.PrepareProbe(scope.Cut);
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Changed training views: of {GuidedBatches.Candidates} candidates the one that looks most like one of {rows.Count} failures."));
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1, start => new GuidedBatches(run, guide, start));
        return RepairFinish.Finish(run, scope, [.. run.Model.Blocks.Select(block => block.Path)], end);
    }
}
