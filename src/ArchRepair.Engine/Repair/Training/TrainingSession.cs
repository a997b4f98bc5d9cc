using System.Globalization;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>Sets up pools, plans how many steps fit into the time, trains, and continues an interrupted phase.</summary>
internal static class TrainingSession
{
    public const string Search = "search";
    public const string FineTune = "fine-tune";

    // What remains to be done when training is over: looks at the search part, and estimates of statistics.
    private const int FinishingProbes = 13;
    private const int FinishingEstimates = 3;
    private const int TimedSteps = 3;
    private const int MostEpochs = 40;
    private const int FewestSteps = 300;
    private const int SettledSteps = 1_000; // from here on the whole network's rate is the recipe's
    private const double MostHaste = 3;
    private const int MostRows = 8_192; // bounds the time before the first step; chosen, not measured
    private const long MostBytes = 4L << 30; // of one pool, in memory or on disk

    /// <summary>Trains a scope for one phase.</summary>
    /// <param name="run">Budget, views and recipe.</param>
    /// <param name="scope">What learns.</param>
    /// <param name="phase"><see cref="Search"/> or <see cref="FineTune"/>, with the number of its round from the second on.</param>
    /// <param name="share">Share of the remaining time that this phase may take.</param>
    /// <param name="newBatches">Batches of the fit part from a step on, where a strategy has its own; else a <see cref="FeaturePool"/>.</param>
    public static PhaseEnd Run(
        RepairRun run, TrainableScope scope, string phase, double share, Func<int, ITrainingBatches>? newBatches = null)
    {
        var isSearch = phase.StartsWith(Search, StringComparison.Ordinal);
        var (start, planned, tensors) = run.TakeResumed(phase);
        var before = run.Clock.Elapsed;
        using var trainer = new Trainer(
            run, scope, newBatches?.Invoke(start) ?? NewPool(run, scope, run.Input.Images.Fit, seed: run.Plan.Seed, start),
            isSearch ? NewPool(run, scope, run.Input.Images.Search, seed: ~run.Plan.Seed, start) : null);
        var filling = run.Clock.Elapsed - before;
        var deadline = run.Clock.Elapsed + (Available(run) * share);
        var wanted = isSearch ? run.Recipe.SearchSteps : Math.Min(run.Recipe.FineTuneSteps, UsefulSteps(run));
        if (tensors is not null) trainer.Load(tensors);
        var steps = planned ?? PlanSteps(
            run, scope, wanted, deadline, (newBatches is null ? FreshSeconds(run, scope, filling) : TakeSeconds(run, newBatches), isSearch ? 2 : 1));
        if (steps < wanted)
            run.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{phase}: {steps} of {wanted} steps fit into the time."));
        run.Progress(phase, start, steps, "training");
        var rate = isSearch ? run.Recipe.SearchRate : scope.IsWhole ? WholeRate(run, steps) : run.Recipe.FineTuneRate;
        var end = trainer.Run(new TrainingPhase(phase, steps, rate, deadline), start);
        if (end == PhaseEnd.Finished && steps < wanted) end = PhaseEnd.OutOfTime;
        run.IsCut |= end == PhaseEnd.OutOfTime;
        return end;
    }

    // Where time allows few steps they must be larger.
    private static double WholeRate(RepairRun run, int steps) =>
        run.Recipe.WholeRate * Math.Clamp(Math.Sqrt((double)SettledSteps / steps), 1, MostHaste);

    // A small training set is known by heart long before a large one's steps are done.
    private static int UsefulSteps(RepairRun run) =>
        Math.Max(FewestSteps, (int)((long)MostEpochs * run.Input.Images.Fit.Labels.Count / run.Recipe.BatchRows));

    private static FeaturePool NewPool(RepairRun run, TrainableScope scope, RepairPart part, ulong seed, int start)
    {
        run.Model.eval();
        return new FeaturePool(
            part, run.Views, run.PrefixOf(scope.Cut), SizeOf(run, scope, part), seed, start, run.AnswersTo(part), run.Cache);
    }

    // Without a prefix there is nothing to save, and every view is new.
    private static PoolSize SizeOf(RepairRun run, TrainableScope scope, RepairPart part)
    {
        var batch = run.Recipe.BatchRows;
        if (scope.Cut == 0 || !run.Recipe.IsPrefixCached) return new(batch, run.Recipe.CleanShare, batch, batch);
        using var inner = NewDisposeScope();
        using var noGrad = no_grad();
        var one = run.PrefixOf(scope.Cut)(zeros([1, 3, run.Input.Images.Height, run.Input.Images.Width]));
        // Where rows lie, in memory or on disk, must not change how many there are: the bits would depend on it.
        var affordable = Math.Min(MostBytes / (one.numel() * sizeof(float)), run.PoolRows);
        var capacity = (int)Math.Clamp(affordable, batch, Math.Max(batch, Math.Min(part.Labels.Count, MostRows)));
        return capacity < 4 * batch
            ? new(batch, run.Recipe.CleanShare, batch, batch)
            : new(batch, run.Recipe.CleanShare, capacity, Math.Max(1, batch / run.Recipe.Reuse));
    }

    /// <summary>Time left when what comes after training is taken away.</summary>
    public static TimeSpan Available(RepairRun run)
    {
        var reserve = TimeSpan.FromSeconds(
            (FinishingProbes * run.ProbeSeconds) + (FinishingEstimates * NormStatistics.Batches * run.BatchSeconds));
        return Max(run.Clock.Remaining - reserve, TimeSpan.Zero);
    }

    // Rows of the pool are exchanged while training: as a share of a filling each.
    private static double FreshSeconds(RepairRun run, TrainableScope scope, TimeSpan filling)
    {
        var size = SizeOf(run, scope, run.Input.Images.Fit);
        return filling.TotalSeconds * size.FreshRows / size.Capacity;
    }

    private static double TakeSeconds(RepairRun run, Func<int, ITrainingBatches> newBatches)
    {
        using var inner = NewDisposeScope();
        using var batches = newBatches(0);
        batches.Take();
        var start = run.Clock.Elapsed;
        batches.Take();
        return (run.Clock.Elapsed - start).TotalSeconds;
    }

    private static int PlanSteps(
        RepairRun run, TrainableScope scope, int wanted, TimeSpan deadline, (double TakeSeconds, int Passes) cost)
    {
        var seconds = cost.Passes * StepSeconds(run, scope);
        if (seconds <= 0) return wanted;
        seconds += cost.TakeSeconds;
        var available = Math.Max((deadline - run.Clock.Elapsed).TotalSeconds - (6 * run.ProbeSeconds), 0);
        var asking = (run.AnswersTo(run.Input.Images.Fit)?.Unknown ?? 0) * run.BatchSeconds / SearchProbe.BatchRows;
        return (int)Math.Clamp((available - asking) / seconds, 1, wanted);
    }

    private static double StepSeconds(RepairRun run, TrainableScope scope)
    {
        var state = scope.Copy();
        scope.StartTraining();
        try
        {
            TimedStep(run, scope);
            var start = run.Clock.Elapsed;
            for (var i = 0; i < TimedSteps; i++) TimedStep(run, scope);
            return (run.Clock.Elapsed - start).TotalSeconds / TimedSteps;
        }
        finally
        {
            scope.StopTraining();
            scope.Restore(state);
            foreach (var tensor in state.Values) tensor.Dispose();
        }
    }

    private static void TimedStep(RepairRun run, TrainableScope scope)
    {
        using var inner = NewDisposeScope();
        var (features, labels) = run.Probe.Sample(run.Recipe.BatchRows);
        nn.functional.cross_entropy(scope.Forward(features), labels).backward();
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
