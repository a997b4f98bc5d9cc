using System.Globalization;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// Trains a scope on batches of the fit part; where it has gates, they learn in turn on batches of the search part (DARTS, Liu et al.
/// 2019, arXiv 1806.09055). Keeps the time budget, writes checkpoints, rolls back when it diverges.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private const double ExplosionFactor = 4;
    private const int ProbesOfPhase = 6;
    private const int CurvatureIterations = 3;
    private const int CurvatureRows = 128;

    // At least so far apart, and further where writing takes long: a fiftieth of the time at most.
    private const int CheckpointShare = 50;
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(5);

    private readonly RepairRun run;
    private readonly TrainableScope scope;
    private readonly ITrainingBatches fit;
    private readonly ITrainingBatches? choose;
    private readonly MomentumSgd weights;
    private readonly GateAdam gates;
    private readonly GateGradient ahead;
    private Dictionary<string, Tensor> lastGood;
    private TimeSpan lastCheckpoint;
    private TimeSpan checkpointInterval = CheckpointInterval;

    /// <param name="run">Clock, curve and probe.</param>
    /// <param name="scope">What learns.</param>
    /// <param name="fit">Batches for weights; becomes the trainer's own.</param>
    /// <param name="choose">Batches for gates, or null; becomes the trainer's own.</param>
    public Trainer(RepairRun run, TrainableScope scope, ITrainingBatches fit, ITrainingBatches? choose)
    {
        (this.run, this.scope, this.fit, this.choose) = (run, scope, fit, choose);
        weights = new MomentumSgd(scope.Weights, run.Recipe.Decay);
        gates = new GateAdam(scope.Gates);
        ahead = new GateGradient(scope.Weights, scope.Gates);
        lastGood = scope.Copy();
        lastCheckpoint = run.Clock.Elapsed;
    }

    /// <summary>Puts weights, statistics and optimizers back to where a checkpoint left them.</summary>
    public void Load(StoredWeights checkpoint)
    {
        foreach (var (prefix, tensors) in Parts()) Checkpoint.Load(checkpoint, prefix, tensors);
    }

    /// <summary>Trains from a step on until the phase is done, its time is over, it should stop early, or the loss explodes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public PhaseEnd Run(TrainingPhase phase, int start)
    {
        scope.StartTraining();
        run.IsTraining = true;
        try
        {
            if (start == 0) Save(phase, 0);
            for (var step = start; step < phase.Steps; step++)
            {
                if (run.Cancellation.IsCancellationRequested) Save(phase, step);
                run.Cancellation.ThrowIfCancellationRequested();
                if (run.Clock.Elapsed >= phase.Deadline) return PhaseEnd.OutOfTime;
                var loss = Step(phase, step);
                if (IsExploding(loss)) return RollBack(phase, step, loss);
                if (IsProbeStep(phase, step + 1) && Probe(phase, step + 1)) return PhaseEnd.Finished;
                run.Alive(step + 1);
                if (run.Clock.Elapsed - lastCheckpoint >= checkpointInterval || step + 1 == phase.Steps) Save(phase, step + 1);
            }
            return PhaseEnd.Finished;
        }
        finally
        {
            run.IsTraining = false;
            scope.StopTraining();
        }
    }

    public void Dispose()
    {
        foreach (var tensor in lastGood.Values) tensor.Dispose();
        weights.Dispose();
        gates.Dispose();
        fit.Dispose();
        choose?.Dispose();
    }

    private double Step(TrainingPhase phase, int step)
    {
        using var inner = NewDisposeScope();
        var rate = CosineRate.At(step, phase.Steps, phase.Rate);
        var batch = fit.Take();
        var searchLoss = 0.0;
        if (choose is not null)
        {
            var chosen = choose.Take();
            searchLoss = run.Recipe.Search.IsSecondOrder
                ? ahead.Compute(rate, () => Backward(batch), () => Backward(chosen))
                : Backward(chosen);
            gates.Step(step, GateRate(phase, step));
        }
        var loss = Backward(batch);
        nn.utils.clip_grad_norm_(scope.Weights, max_norm: 5);
        if (double.IsFinite(loss)) weights.Step(rate);
        run.Sums = new LossSums(run.Sums.Fit + loss, run.Sums.Search + searchLoss, run.Sums.Steps + 1);
        return loss;
    }

    private double GateRate(TrainingPhase phase, int step) =>
        run.Recipe.GateRate * Math.Min(1, (step + 1) / Math.Max(1, phase.Steps * run.Recipe.Search.WarmUpShare));

    private double Backward(TrainingBatch batch)
    {
        using var inner = NewDisposeScope();
        using (no_grad())
        {
            foreach (var parameter in scope.Weights.Concat(scope.Gates)) parameter.grad?.zero_();
        }
        var loss = TrainingLoss.Of(scope.Forward(batch.Features), batch, run.Recipe.DistillationShare, run.Recipe.DistillationTemperature);
        loss.backward();
        return loss.item<float>();
    }

    private static bool IsProbeStep(TrainingPhase phase, int done) =>
        done == phase.Steps || done % Math.Max(1, phase.Steps / ProbesOfPhase) == 0;

    private bool IsExploding(double loss)
    {
        if (double.IsNaN(run.StartLoss)) run.StartLoss = loss;
        return !double.IsFinite(loss) || loss > ExplosionFactor * Math.Max(run.StartLoss, Math.Log(scope.Model.Specification.Classes));
    }

    private PhaseEnd RollBack(TrainingPhase phase, int step, double loss)
    {
        scope.Restore(lastGood);
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture, $"{phase.Name}: the loss was {loss:g3} at step {step}; rolled back to the last good state and stopped."));
        return PhaseEnd.Diverged;
    }

    // Looks at the search part; true when the search should end here.
    private bool Probe(TrainingPhase phase, int done)
    {
        scope.StopTraining();
        var score = run.Probe.Measure(scope.Forward);
        var reason = choose is null ? null : Watch(score.Loss);
        scope.StartTraining();
        run.RecordProbe(scope, phase, done, score);
        if (reason is not null)
        {
            scope.Restore(lastGood);
            run.Notes.Add($"{phase.Name}: ended at step {done.ToString(CultureInfo.InvariantCulture)}, because {reason}; went back to the look before.");
        }
        else if (double.IsFinite(score.Loss)) Keep();
        return reason is not null;
    }

    private string? Watch(double loss)
    {
        var options = run.Recipe.Search;
        var curvatures = run.Guard.Curvatures;
        if (options.StopsOnCurvature)
        {
            using var inner = NewDisposeScope();
            var (features, labels) = run.Probe.Sample(CurvatureRows);
            var sample = new TrainingBatch(features, labels);
            curvatures = [.. curvatures, GateCurvature.Dominant(scope.Gates, () => Backward(sample), CurvatureIterations)];
        }
        run.Guard = new GuardHistory([.. run.Guard.Losses, loss], curvatures);
        return SearchGuard.Reason(run.Guard, options);
    }

    private void Keep()
    {
        foreach (var tensor in lastGood.Values) tensor.Dispose();
        lastGood = scope.Copy();
    }

    private void Save(TrainingPhase phase, int done)
    {
        var before = run.Clock.Elapsed;
        run.WriteCheckpoint(phase, done, Parts().SelectMany(part => part.Tensors.Select(entry => KeyValuePair.Create(part.Prefix + entry.Key, entry.Value))));
        lastCheckpoint = run.Clock.Elapsed;
        var slow = (lastCheckpoint - before) * CheckpointShare;
        checkpointInterval = slow > CheckpointInterval ? slow : CheckpointInterval;
    }

    private IEnumerable<(string Prefix, IEnumerable<KeyValuePair<string, Tensor>> Tensors)> Parts() =>
    [
        ("model/", scope.State),
        ("good/", lastGood),
        ("sgd/", Checkpoint.Named("velocity", weights.Velocities)),
        ("adam/", Checkpoint.Named("mean", gates.Means)),
        ("adam/", Checkpoint.Named("square", gates.Squares)),
    ];
}
