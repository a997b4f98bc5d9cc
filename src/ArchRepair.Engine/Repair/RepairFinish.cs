using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using ArchRepair.Engine.Search;

namespace ArchRepair.Engine.Repair;

/// <summary>What all trained repairs end with: the choice of statistics and of a mixture with the original, folding, writing.</summary>
internal static class RepairFinish
{
    private static readonly double[] Mixtures = [0.85, 0.7, 0.55, 0.4, 0.25];

    /// <summary>Chooses on the search part, then writes.</summary>
    /// <param name="shares">Mixtures to choose from where that is the strategy's point; else the recipe decides.</param>
    public static RepairRecord Finish(
        RepairRun run, TrainableScope scope, IReadOnlyList<string> blocks, PhaseEnd end, IReadOnlyList<double>? shares = null)
    {
        Choose(run, scope, shares);
        return Write(run, blocks, ReasonOf(run, end));
    }

    /// <summary>How a repair ended, in a word: what cut any of its phases short counts.</summary>
    public static string ReasonOf(RepairRun run, PhaseEnd end) =>
        end == PhaseEnd.Diverged ? "diverged" : end == PhaseEnd.OutOfTime || run.IsCut ? "budget" : "finished";

    /// <summary>Chooses statistics and mixture on the search part, then folds. Choices that no time is left for are left out.</summary>
    public static void Choose(RepairRun run, TrainableScope scope, IReadOnlyList<double>? shares = null)
    {
        scope.StopTraining();
        var best = run.Probe.Measure(scope.Forward);
        if (!scope.AreNormsFixed && scope.Norms.Count > 0) best = ChooseStatistics(run, scope, best);
        if (shares is not null || run.Recipe.IsMixed) ChooseMixture(run, scope, best, shares ?? Mixtures);
        Fold(run);
    }

    /// <summary>Writes the network as it stands, and what was done.</summary>
    public static RepairRecord Write(RepairRun run, IReadOnlyList<string> blocks, string stopReason)
    {
        var plan = run.Plan;
        var genotype = run.Genotype ?? GenotypeBuilder.Of(run.Model);
        RepairedModel.Write(plan.CandidatePath, run.Model, genotype, new Dictionary<string, string> { ["archrepair.strategy"] = plan.Strategy });
        if (run.Cache.SpilledBytes > 0)
            run.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{run.Cache.SpilledBytes >> 20} MiB of cached features went to disk, past {plan.CacheBytes >> 20} MiB in memory."));
        Checkpoint.Remove(plan.CheckpointFolder);
        var seen = plan.SeenCells.Select(cell => cell.Corruption).Distinct().ToArray();
        return new RepairRecord(
            plan.Strategy, blocks, genotype, plan.CandidatePath, seen, Augmentation(run, seen.Length > 0),
            run.TrainImages, run.Input.Images.Search.Labels.Count, RepairCosts.Of(run),
            [.. run.Curve], [.. run.Alphas], stopReason, [.. run.Notes]);
    }

    private static string Augmentation(RepairRun run, bool hasSeen)
    {
        var seen = run.Plan.Set?.SeenShare ?? 0.5;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Recipe.CleanShare:p0} clean; the rest {(hasSeen ? $"{seen:p0} seen corruptions, {1 - seen:p0} " : "")}{run.Views.Augmentation.Description}");
        return run.Recipe.DistillationShare == 0 ? text : string.Create(
            CultureInfo.InvariantCulture,
            $"{text}; {run.Recipe.DistillationShare:p0} of the loss {(run.Plan.IsCleanSound ? "" : "on clean views ")}asks for the original's answers to the unchanged image (temperature {run.Recipe.DistillationTemperature})");
    }

    private static ProbeScore ChooseStatistics(RepairRun run, TrainableScope scope, ProbeScore best)
    {
        var chosen = "as training left them";
        foreach (var (name, share) in new[] { ("estimated again on the training mixture", run.Recipe.CleanShare), ("estimated again on clean views", 1.0) })
        {
            if (IsLate(run, run.ProbeSeconds + (NormStatistics.Batches * run.BatchSeconds))) break;
            var before = scope.Copy();
            NormStatistics.Estimate(run, scope, share);
            var score = run.Probe.Measure(scope.Forward);
            if (score.Loss < best.Loss) (best, chosen) = (score, name);
            else scope.Restore(before);
            foreach (var tensor in before.Values) tensor.Dispose();
        }
        run.Notes.Add($"Normalization statistics of the repaired part: {chosen}.");
        return best;
    }

    // Weight interpolation between original and repaired often wins back clean accuracy (Wortsman et al. 2022, arXiv 2109.01903).
    // Of the mixtures that keep clean accuracy, the most accurate one; where none does, the one that comes nearest.
    private static void ChooseMixture(RepairRun run, TrainableScope scope, ProbeScore trained, IReadOnlyList<double> shares)
    {
        if (IsLate(run, 2 * run.ProbeSeconds))
        {
            run.Notes.Add("Weights: 100 % repaired; no time was left to look at mixtures with the original.");
            return;
        }
        var repaired = scope.Copy();
        ProbeScore At(double share)
        {
            WeightMixture.Mix(run, scope, repaired, share);
            return run.Probe.Measure(scope.Forward);
        }
        var least = At(0).CleanAccuracy - run.Recipe.MaxCleanDrop;
        List<(double Share, ProbeScore Score)> found = [(1, trained)];
        foreach (var share in shares.TakeWhile(_ => !IsLate(run, run.ProbeSeconds))) found.Add((share, At(share)));
        var kept = found.Where(entry => entry.Score.CleanAccuracy >= least).ToArray();
        var (chosen, best) = kept.Length > 0
            ? kept.MaxBy(entry => (entry.Score.Accuracy, -entry.Score.Loss))
            : found.MaxBy(entry => (entry.Score.CleanAccuracy, -entry.Score.Loss));
        WeightMixture.Mix(run, scope, repaired, chosen);
        foreach (var tensor in repaired.Values) tensor.Dispose();
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Weights: {chosen:p0} repaired, {1 - chosen:p0} original; search part {best.CleanAccuracy:p1} clean, {best.ChangedAccuracy:p1} changed."));
    }

    private static bool IsLate(RepairRun run, double seconds) =>
        run.Clock.Remaining.TotalSeconds < seconds || run.Clock.Remaining == TimeSpan.Zero;

    private static void Fold(RepairRun run)
    {
        foreach (var cell in WeightMixture.CellsOf(run.Model).ToArray())
        {
            var rest = CellFolding.Fold(cell);
            if (rest.Count == cell.Edges.Count) continue;
            run.Notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{cell.Edges.Count - rest.Count} of {cell.Edges.Count} operations of {cell.Block.Path} folded into its convolutions and cost nothing."));
            run.Model.ReplaceBlock(cell.Block.Path, rest.Count == 0 ? cell.Body.Original : new CellBlock(cell.Block, cell.Body.Original, rest));
            run.Model.eval();
        }
        var kept = GenotypeBuilder.Of(run.Model);
        run.Genotype = run.Genotype is null ? kept : kept with { Blocks = [.. kept.Blocks.Select(cell => WithWeights(cell, run.Genotype))] };
    }

    private static BlockGenotype WithWeights(BlockGenotype cell, Genotype searched) => cell with
    {
        Edges = [.. cell.Edges.Select(edge => searched.Blocks.SelectMany(block => block.Edges).FirstOrDefault(
            known => (known.From, known.To, known.Operation) == (edge.From, edge.To, edge.Operation), edge))],
    };
}
