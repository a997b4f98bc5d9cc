using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Search;

/// <summary>The repair of one block: search, made discrete, trained on, chosen, folded.</summary>
internal static class BlockSearch
{
    /// <summary>Repairs the run's block at work; continues where a checkpoint of this round left off.</summary>
    /// <returns>How training ended, and the score on the search part before and after.</returns>
    public static BlockSearchEnd Run(RepairRun run)
    {
        var block = run.Model.FindBlock(run.Blocks[^1]);
        var deadline = run.Clock.Elapsed + (run.Clock.Remaining / (run.Plan.MaxBlocks - run.Round));
        var before = run.PrepareProbe(block.Index);
        var end = PhaseEnd.Finished;
        if (run.Resumed is { Genotype: { } known } resumed && resumed.Phase == PhaseName(run, TrainingSession.FineTune)) Rebuild(run, known);
        else end = SearchCell(run, block, deadline);
        var isPolished = run.Recipe.PolishShare > 0;
        if (isPolished) run.PrepareProbe(0);
        var scope = isPolished ? TrainableScope.OfAll(run) : TrainableScope.OfBlock(run, block);
        if (end != PhaseEnd.Diverged)
            end = TrainingSession.Run(run, scope, PhaseName(run, TrainingSession.FineTune), ShareUntil(run, deadline));
        RepairFinish.Choose(run, scope);
        return new(end, before, run.Probe.Measure(features => run.Model.ForwardSuffix(features, scope.Cut)));
    }

    private static PhaseEnd SearchCell(RepairRun run, Block block, TimeSpan deadline)
    {
        var cell = CellBlock.Relax(
            block, run.Model.ModuleOf(block.Index), run.Recipe.Operations, run.Plan.Seed + ((ulong)run.Round << 32), run.Recipe.Search.Start);
        cell.to(run.Model.parameters().First().device);
        run.Model.ReplaceBlock(block.Path, cell);
        var scope = new TrainableScope(run.Model, block.Index, [cell], run.AreNormsFixed);
        var end = TrainingSession.Run(
            run, scope, PhaseName(run, TrainingSession.Search), run.Recipe.SearchShare * ShareUntil(run, deadline));
        scope.StopTraining();
        run.Progress("discretize", 0, 0, "removing operations one by one");
        Discretizer.Apply(run, cell);
        return end;
    }

    private static string PhaseName(RepairRun run, string phase) => run.Round == 0 ? phase : $"{phase} {run.Round + 1}";

    private static double ShareUntil(RepairRun run, TimeSpan deadline) =>
        run.Clock.Remaining <= TimeSpan.Zero ? 0 : Math.Clamp((deadline - run.Clock.Elapsed) / run.Clock.Remaining, 0, 1);

    // The network with the architecture of the checkpoint; what the checkpoint does not hold is as it was.
    private static void Rebuild(RepairRun run, Genotype known)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var model = ArchitectureCatalog.Create(run.Model.Specification);
        GenotypeBuilder.Apply(model, known);
        var before = run.Model.state_dict();
        foreach (var (name, tensor) in model.state_dict())
        {
            var source = before.GetValueOrDefault(name) ?? before.GetValueOrDefault(name.StartsWith("stem.", StringComparison.Ordinal) ? name["stem.".Length..] : "stem." + name);
            if (source is not null && source.shape.SequenceEqual(tensor.shape)) tensor.copy_(source);
        }
        run.Exchange(model);
        run.Genotype = known;
    }
}

/// <summary>What became of one block.</summary>
internal sealed record BlockSearchEnd(PhaseEnd End, ProbeScore Before, ProbeScore After);
