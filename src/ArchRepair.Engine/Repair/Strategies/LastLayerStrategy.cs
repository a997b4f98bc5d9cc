using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Training;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>Trains the classifier only, on frozen features: last-layer re-training (Kirichenko et al. 2023, arXiv 2204.02937).</summary>
internal sealed class LastLayerStrategy : IRepairStrategy
{
    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var head = run.Model.Blocks.LastOrDefault(block => block.Kind == BlockKind.Head)
            ?? throw new ArchRepairException(ExitCode.Usage, "AR0215", $"{run.Model.Specification.Architecture} does not end with a linear layer, which strategy 'last-layer' trains; choose another 'repair.strategy'.");
        var scope = new TrainableScope(run.Model, head.Index, [run.Model.ModuleOf(head.Index)], run.AreNormsFixed);
        run.PrepareProbe(scope.Cut);
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, [head.Path], end);
    }
}
