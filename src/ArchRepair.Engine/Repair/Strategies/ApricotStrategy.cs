using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Moves weights toward those of reduced models that are right where the network fails, and away from those that are wrong, then
/// trains on: Apricot (Zhang and Chan 2019, ASE, doi 10.1109/ASE.2019.00043). Departs in that there are four reduced models, each
/// trained on from the network itself on half of the images (the paper trains twenty from scratch), and that weights are adapted
/// once over all failures instead of between epochs.
/// </summary>
/// <remarks>Its reduced models have no checkpoint: a run that is resumed before the last phase begins again.</remarks>
internal sealed class ApricotStrategy : IRepairStrategy
{
    private const int ReducedModels = 4;
    private const double ReducedTimeShare = 0.4;
    private const double StepSize = 0.1;
    private const int Failures = 200;
    private const int MostReducedSteps = 400;

    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var scope = TrainableScope.OfAll(run);
        run.PrepareProbe(scope.Cut);
        if (run.Resumed is not { Phase: TrainingSession.FineTune }) Adapt(run, scope);
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1);
        return RepairFinish.Finish(run, scope, [.. run.Model.Blocks.Select(block => block.Path)], end);
    }

    private static void Adapt(RepairRun run, TrainableScope scope)
    {
        var part = run.Input.Images.Fit;
        var failures = FailureFinder.Find(run, part, Failures).Failures;
        var start = scope.Copy();
        List<(Dictionary<string, Tensor> State, bool[] IsRight)> reduced = [];
        var time = TrainingSession.Available(run) * ReducedTimeShare / ReducedModels;
        for (var model = 0; model < ReducedModels; model++)
        {
            run.Progress("reduced model", model + 1, ReducedModels, "training on half of the images");
            scope.Restore(start);
            Train(run, scope, model, run.Clock.Elapsed + time);
            scope.StopTraining();
            reduced.Add((scope.Copy(), FailureFinder.IsRight(run, part, failures)));
        }
        scope.Restore(start);
        var moved = Move(scope, reduced, failures.Count);
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture, $"Weights moved over {moved} of {failures.Count} failures, on which {ReducedModels} reduced models disagree."));
        foreach (var tensor in reduced.SelectMany(model => model.State.Values).Concat(start.Values)) tensor.Dispose();
    }

    private static void Train(RepairRun run, TrainableScope scope, int model, TimeSpan deadline)
    {
        var part = run.Input.Images.Fit;
        int[] half = [.. Enumerable.Range(0, part.Labels.Count).Where(image => new CounterRandom(run.Plan.Seed, 0xA9 + (ulong)model, (ulong)image).Below(2) == 0)];
        using var optimizer = new MomentumSgd(scope.Weights, run.Recipe.Decay);
        scope.StartTraining();
        var steps = Math.Min(MostReducedSteps, run.Recipe.FineTuneSteps / 2);
        var order = new ImageOrder(Math.Max(1, half.Length), run.Plan.Seed, (ulong)model);
        for (var step = 0; step < steps && half.Length > 0 && run.Clock.Elapsed < deadline; step++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Alive();
            using var inner = NewDisposeScope();
            var rows = Enumerable.Range(0, run.Recipe.BatchRows).Select(row => ((long)step * run.Recipe.BatchRows) + row).Select(sample => new ViewRow(
                half[order.At(sample)],
                sample % run.Recipe.BatchRows < run.Recipe.CleanShare * run.Recipe.BatchRows ? ViewKind.Clean : ViewKind.Changed,
                ((ulong)sample << 3) + (ulong)model)).ToArray();
            var labels = tensor(rows.Select(row => (long)part.Labels[row.Image]).ToArray());
            foreach (var parameter in scope.Weights) parameter.grad?.zero_();
            nn.functional.cross_entropy(scope.Forward(run.Views.Make(part, rows, hasGeometry: true)), labels).backward();
            nn.utils.clip_grad_norm_(scope.Weights, max_norm: 5);
            optimizer.Step(CosineRate.At(step, steps, run.Recipe.WholeRate));
        }
    }

    // w ← w + η · mean over failures of (mean of right models − mean of wrong models): a sum with one coefficient for each model.
    private static int Move(TrainableScope scope, List<(Dictionary<string, Tensor> State, bool[] IsRight)> reduced, int failures)
    {
        var coefficients = new double[reduced.Count];
        var moved = 0;
        for (var failure = 0; failure < failures; failure++)
        {
            var right = reduced.Count(model => model.IsRight[failure]);
            if (right == 0 || right == reduced.Count) continue;
            moved++;
            for (var model = 0; model < reduced.Count; model++)
                coefficients[model] += reduced[model].IsRight[failure] ? 1.0 / right : -1.0 / (reduced.Count - right);
        }
        if (moved == 0) return 0;
        using var noGrad = no_grad();
        foreach (var (name, tensor) in scope.State.Where(entry => entry.Value.is_floating_point() && !IsStatistic(entry.Key)))
        {
            foreach (var (model, coefficient) in reduced.Zip(coefficients)) tensor.add_(model.State[name], StepSize * coefficient / moved);
        }
        return moved;
    }

    // A difference of variances could make one negative; statistics follow the weights in the training after it.
    private static bool IsStatistic(string name) => name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal);
}
