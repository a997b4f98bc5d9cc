using System.Globalization;

using ArchRepair.Core.Baselines;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Fast;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Street;

/// <summary>The whole street: evaluate, compare, decide; where that fails, localize, repair, verify.</summary>
/// <param name="merged">What shards measured elsewhere; null to measure here.</param>
internal sealed class CheckStreet(RunContext context, EvaluateResponse? merged = null)
{
    private const int WeakestCells = 5;
    private RepairResumption resumption = RepairResumption.WherePossible;
    private readonly StepClock clock = new(TimeProvider.System);
    private EvaluateResponse? checkedModel;

    /// <summary>Runs a check.</summary>
    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var settings = context.Settings;
        var baseline = settings.BaselinePath is { } path ? BaselineFile.Read(path) : null;
        var (evaluation, backend, fast) = await EvaluateAsync(settings.Model, "evaluate", FastRequestFor(baseline), cancellation).ConfigureAwait(false);
        var (comparison, verdict) = Decide(evaluation, baseline, fast);
        var repairs = settings.Repair.When == RepairWhen.OnFailure && settings.Data.Train is not null;
        if (fast is { IsPartial: true } && verdict.Outcome == Outcome.Regressed && repairs)
        {
            context.Talk.Say($"Failed on {fast.Seen} of {fast.Images} images; a repair is costly and is verified on all, so all are measured now.");
            (evaluation, backend) = await EvaluateAsync(settings.Model, "evaluate", cancellation).ConfigureAwait(false);
            (comparison, verdict) = Decide(evaluation, baseline, fast = null);
        }

        context.Talk.Say($"Gate: {verdict.Outcome}.");

        BlockRanking? ranking = null;
        RepairOutcome? repair = null;
        if (verdict.Outcome == Outcome.Regressed && CanCompute())
        {
            ranking = RankingNote.AddTo(await LocalizeWherePossibleAsync(CellsToLocalize(evaluation, comparison), SeenBy(fast), cancellation).ConfigureAwait(false), comparison);
            if (ranking is not null && repairs)
                repair = await RepairAsync(evaluation, baseline, verdict, comparison, ranking, cancellation).ConfigureAwait(false);
        }

        var pictures = comparison is null || verdict.Outcome == Outcome.Passed ? null : await NewlyFailedStep.RunAsync(context, baseline!.Evaluation, evaluation, fast, cancellation).ConfigureAwait(false);
        return Result(evaluation, baseline, comparison, verdict, ranking, repair, backend) with { NewlyFailed = pictures, Fast = fast };
    }

    /// <summary>Localizes and repairs whatever the verdict is: the command <c>repair</c>.</summary>
    public async Task<CheckResult> RunRepairAsync(RepairResumption wanted, CancellationToken cancellation)
    {
        RepairCheckpoint.Prepare(context.Settings, wanted);
        resumption = wanted;
        var settings = context.Settings;
        var (evaluation, backend) = await EvaluateAsync(settings.Model, "evaluate", cancellation).ConfigureAwait(false);
        var baseline = settings.BaselinePath is { } path ? BaselineFile.Read(path) : null;
        var (comparison, verdict) = Decide(evaluation, baseline);
        context.Talk.Say($"Gate: {verdict.Outcome}.");
        var ranking = RankingNote.AddTo(await LocalizeAsync(CellsToLocalize(evaluation, comparison), cancellation).ConfigureAwait(false), comparison);
        var repair = await RepairAsync(evaluation, baseline, verdict, comparison, ranking, cancellation).ConfigureAwait(false);
        return Result(evaluation, baseline, comparison, verdict, ranking, repair, backend);
    }

    /// <summary>Ranks the blocks for the cells that fail against the baseline, or for the weakest cells without one.</summary>
    public async Task<(Evaluation Evaluation, BlockRanking Ranking)> RunLocalizeAsync(CancellationToken cancellation)
    {
        var (evaluation, _) = await EvaluateAsync(context.Settings.Model, "evaluate", cancellation).ConfigureAwait(false);
        var baseline = context.Settings.BaselinePath is { } path ? BaselineFile.Read(path) : null;
        var (comparison, _) = Decide(evaluation, baseline);
        return (evaluation, RankingNote.AddTo(await LocalizeAsync(CellsToLocalize(evaluation, comparison), cancellation).ConfigureAwait(false), comparison));
    }

    private async Task<(Evaluation Evaluation, BackendDescription Backend)> EvaluateAsync(ModelSettings model, string step, CancellationToken cancellation)
    {
        var (evaluation, backend, _) = await EvaluateAsync(model, step, null, cancellation).ConfigureAwait(false);
        return (evaluation, backend);
    }

    private async Task<(Evaluation Evaluation, BackendDescription Backend, FastRecord? Fast)> EvaluateAsync(
        ModelSettings model, string step, FastRequest? fast, CancellationToken cancellation)
    {
        if (merged is null || checkedModel is not null) context.Talk.Say($"Evaluating {model.Architecture} ({Path.GetFileName(model.Weights)}) …");
        var response = checkedModel is null && merged is not null ? merged : await clock.MeasureAsync(step, () => context.Cache.EvaluateAsync(model, context.Settings.Data, context.Compute, cancellation, fast)).ConfigureAwait(false);
        checkedModel = step == "evaluate" ? response : checkedModel ?? response;
        if (response.PeakMemoryBytes > 0) context.Talk.Detail($"  form: {response.Form}; peak memory {response.PeakMemoryBytes >> 20} MiB");
        if (response.Fast is { } record) context.Talk.Say(string.Create(CultureInfo.InvariantCulture, $"Fast: {record.Seen} of {record.Images} images were measured, each with all its corrupted cells."));
        var identity = response.Evaluation.Model with { Weights = Shown(model.Weights) };
        return (response.Evaluation with { Model = identity }, response.Backend, response.Fast);
    }

    private FastRequest? FastRequestFor(Baseline? baseline) => context.Settings.Fast is { When: FastWhen.Always } fast
        ? new FastRequest(context.Settings.Gate, baseline?.Evaluation, fast.MaxImages)
        : null;

    private static SeenImages? SeenBy(FastRecord? fast) => fast is { Seen: > 0 } ? new SeenImages(fast.Seed, fast.Images, fast.Seen) : null;

    // Where shards are merged there is perhaps no model and no data; the verdict needs neither.
    private bool CanCompute()
    {
        if (merged is null || DryRun.MissingPaths(context.Settings).FirstOrDefault() is not { } missing) return true;
        context.Talk.Say($"Not localized on this machine: {missing.Message}");
        return false;
    }

    // Results and baselines are committed and published: paths in them are relative to the settings file, not to one machine.
    private string Shown(string path) => Path.GetRelativePath(Path.GetDirectoryName(context.Settings.File)!, path).Replace('\\', '/');

    private (Comparison? Comparison, Verdict Verdict) Decide(Evaluation evaluation, Baseline? baseline, FastRecord? fast = null)
    {
        var policy = context.Settings.Gate;
        if (fast is not null)
        {
            var partial = baseline is null || fast.Differences.Count > 0
                ? null : Comparer.Compare(FastComparison.Restrict(baseline.Evaluation, evaluation, fast), evaluation, 1 - policy.Alpha);
            return (partial, FastGate.Decide(evaluation, partial, policy, fast, [], CorruptionNames.FamilyOf));
        }

        var obstacles = new List<Finding>();
        Comparison? comparison = null;
        if (baseline is not null)
        {
            obstacles.AddRange(Comparer.Differences(baseline.Evaluation, evaluation).Select(difference =>
                new Finding("AR0302", FindingSeverity.Undecided, $"The baseline was recorded on other data: {difference}")));
            if (obstacles.Count == 0) comparison = Comparer.Compare(baseline.Evaluation, evaluation, 1 - policy.Alpha);
        }

        return (comparison, GateKeeper.Decide(evaluation, comparison, policy, obstacles, CorruptionNames.FamilyOf));
    }

    // What training may see under "failing" is what failed; a failed mean has no cell of its own, then what fell stands for it.
    private static IReadOnlyList<Cell> FailingCells(Verdict verdict, Comparison? comparison)
    {
        var failed = verdict.FailedCells.Distinct().ToArray();
        return failed.Length > 0 || comparison is null ? failed : [.. TellingCells.Of(comparison).Where(cell => !cell.IsClean)];
    }

    // Against a baseline the cells with the newest failures; without one the weakest.
    private static IReadOnlyList<Cell> CellsToLocalize(Evaluation evaluation, Comparison? comparison)
    {
        var telling = comparison is null ? [] : TellingCells.Of(comparison);
        return telling.Count > 0 ? telling : [.. evaluation.Corrupted.OrderBy(outcome => outcome.Accuracy).Take(WeakestCells).Select(outcome => outcome.Cell)];
    }

    // A model without blocks still gets its verdict and its report.
    private async Task<BlockRanking?> LocalizeWherePossibleAsync(IReadOnlyList<Cell> cells, SeenImages? seen, CancellationToken cancellation)
    {
        try
        {
            return await LocalizeAsync(cells, cancellation, seen).ConfigureAwait(false);
        }
        catch (ArchRepairException nothing) when (nothing.Diagnostics.All(diagnostic => diagnostic.Code == "AR0213"))
        {
            context.Talk.Say($"Neither localized nor repaired: {nothing.Diagnostics[0].Message}");
            return null;
        }
    }

    private async Task<BlockRanking> LocalizeAsync(IReadOnlyList<Cell> cells, CancellationToken cancellation, SeenImages? seen = null)
    {
        var settings = context.Settings;
        context.Talk.Say(cells.Count == 0 ? "Localizing for failures on clean images …" : $"Localizing for {string.Join(", ", cells.Take(5))}{(cells.Count > 5 ? $" and {cells.Count - 5} more" : "")} …");
        var response = await clock.MeasureAsync("localize", () => context.Cache.LocalizeAsync(
            path => new LocalizeRequest(WorkerRequest.CurrentSchema, path, context.Compute, settings.Model, settings.Data, settings.Localization, cells, seen), cancellation)).ConfigureAwait(false);
        var top = response.Ranking.Blocks[0];
        context.Talk.Say($"Most vulnerable block: {top.Path}{(response.Ranking.TopIsAmbiguous ? $" (cannot be told apart from {response.Ranking.Blocks[1].Path})" : "")}.");
        return response.Ranking;
    }

    private async Task<RepairOutcome> RepairAsync(
        Evaluation evaluation, Baseline? baseline, Verdict verdict, Comparison? comparison, BlockRanking ranking, CancellationToken cancellation)
    {
        var settings = context.Settings;
        RepairOutput.RefuseForeign(settings);
        var work = Path.Combine(settings.Report.Directory, "repair");
        Directory.CreateDirectory(work);
        context.Talk.Say($"Repairing with '{settings.Repair.Strategy}', at most {settings.Repair.BudgetMinutes:0.#} minutes …");
        var response = await clock.MeasureAsync("repair", () => context.Worker.AskAsync<RepairResponse>(
            path => new RepairRequest(
                WorkerRequest.CurrentSchema, path, context.Compute, settings.Model, settings.Data, settings.Repair, FailingCells(verdict, comparison), ranking,
                Path.Combine(work, "candidate.safetensors"), RepairCheckpoint.FolderOf(settings), Resume: true,
                MustResume: resumption == RepairResumption.Required,
                IsCleanSound: verdict.Findings.All(finding => finding.Code != "AR0003")), cancellation)).ConfigureAwait(false);

        context.Talk.Say("Verifying the candidate on images that the repair never saw …");
        var record = response.Record;
        var (candidate, _) = await EvaluateAsync(settings.Model with { Weights = record.Candidate }, "verify", cancellation).ConfigureAwait(false);
        var level = 1 - settings.Gate.Alpha;
        var againstOriginal = Comparer.Compare(evaluation, candidate, level);
        var (againstBaseline, candidateVerdict) = Decide(candidate, baseline);
        var isAccepted = candidateVerdict.LetsPass;
        if (isAccepted) RepairOutput.Accept(record.Candidate, settings.Repair.Output);
        context.Talk.Say(isAccepted ? $"Accepted: {settings.Repair.Output}" : $"Rolled back: the candidate does not pass ({candidateVerdict.Outcome}).");
        return new RepairOutcome(
            record with { Candidate = Shown(record.Candidate) }, candidate, againstOriginal, againstBaseline, candidateVerdict, isAccepted,
            isAccepted ? Shown(settings.Repair.Output) : null);
    }

    private CheckResult Result(
        Evaluation evaluation, Baseline? baseline, Comparison? comparison, Verdict verdict, BlockRanking? ranking, RepairOutcome? repair, BackendDescription backend)
    {
        var settings = context.Settings;
        var reference = baseline is null ? null : new BaselineReference(
            Shown(settings.BaselinePath!), baseline.Evaluation.Model.WeightsSha256, baseline.RecordedAt,
            baseline.Evaluation.Clean?.Accuracy ?? double.NaN, baseline.Evaluation.MeanCorruptedAccuracy);
        var provenance = new Provenance(
            context.Command, RunContext.ToolVersion, Path.GetFileName(settings.File), settings.Hash, backend.Summary(), context.Compute.Device, context.Compute.Threads,
            context.Compute.Seed, System.Runtime.InteropServices.RuntimeInformation.OSDescription, clock.StartedAt, clock.Seconds,
            checkedModel?.Reused ?? 0, checkedModel?.SecondsPerImage);
        return new CheckResult(
            CheckResult.CurrentSchema, $"{settings.Model.Architecture} · {Path.GetFileName(settings.Model.Weights)}",
            evaluation, reference, comparison, settings.Gate, verdict, ranking, repair, provenance);
    }
}
