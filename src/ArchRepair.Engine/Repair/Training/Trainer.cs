using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>
/// Trains a scope on batches of the fit part; where it has gates, they learn in turn on batches of the search part (first-order
/// DARTS, Liu et al. 2019, arXiv 1806.09055). Keeps the time budget, writes checkpoints, rolls back when it diverges.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private const double ExplosionFactor = 4;
    private const int ProbesOfPhase = 6;
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(20);

    private readonly RepairRun run;
    private readonly TrainableScope scope;
    private readonly ITrainingBatches fit;
    private readonly ITrainingBatches? choose;
    private readonly MomentumSgd weights;
    private readonly GateAdam gates;
    private Dictionary<string, Tensor> lastGood;
    private TimeSpan lastCheckpoint;

    /// <param name="run">Clock, curve and probe.</param>
    /// <param name="scope">What learns.</param>
    /// <param name="fit">Batches for weights; becomes the trainer's own.</param>
    /// <param name="choose">Batches for gates, or null; becomes the trainer's own.</param>
    public Trainer(RepairRun run, TrainableScope scope, ITrainingBatches fit, ITrainingBatches? choose)
    {
        (this.run, this.scope, this.fit, this.choose) = (run, scope, fit, choose);
        weights = new MomentumSgd(scope.Weights, run.Recipe.Decay);
        gates = new GateAdam(scope.Gates);
        lastGood = scope.Copy();
        lastCheckpoint = run.Clock.Elapsed;
    }

    /// <summary>Puts weights, statistics and optimizers back to where a checkpoint left them.</summary>
    public void Load(StoredWeights checkpoint)
    {
        foreach (var (prefix, tensors) in Parts()) Checkpoint.Load(checkpoint, prefix, tensors);
        Keep();
    }

    /// <summary>Trains from a step on until the phase is done, its time is over, or the loss explodes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public PhaseEnd Run(TrainingPhase phase, int start)
    {
        scope.StartTraining();
        try
        {
            var sum = 0.0;
            var counted = 0;
            for (var step = start; step < phase.Steps; step++)
            {
                if (run.Cancellation.IsCancellationRequested) Save(phase, step);
                run.Cancellation.ThrowIfCancellationRequested();
                if (run.Clock.Elapsed >= phase.Deadline) return PhaseEnd.OutOfTime;
                var loss = Step(phase, step);
                if (IsExploding(loss)) return RollBack(phase, step, loss);
                (sum, counted) = (sum + loss, counted + 1);
                if (IsProbeStep(phase, step + 1))
                {
                    Probe(phase, step + 1, sum / counted);
                    (sum, counted) = (0, 0);
                }
                run.Alive(step + 1);
                if (run.Clock.Elapsed - lastCheckpoint >= CheckpointInterval) Save(phase, step + 1);
            }
            return PhaseEnd.Finished;
        }
        finally
        {
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
        if (choose is not null)
        {
            Backward(choose);
            gates.Step(step, run.Recipe.GateRate);
        }
        var loss = Backward(fit);
        if (double.IsFinite(loss)) weights.Step(CosineRate.At(step, phase.Steps, phase.Rate));
        return loss;
    }

    private double Backward(ITrainingBatches batches)
    {
        using var inner = NewDisposeScope();
        using (no_grad())
        {
            foreach (var parameter in scope.Weights.Concat(scope.Gates)) parameter.grad?.zero_();
        }
        var batch = batches.Take();
        var loss = LossOf(batch);
        loss.backward();
        nn.utils.clip_grad_norm_(scope.Weights, max_norm: 5);
        return loss.item<float>();
    }

    private Tensor LossOf(TrainingBatch batch) =>
        TrainingLoss.Of(scope.Forward(batch.Features), batch, run.Recipe.DistillationShare, run.Recipe.DistillationTemperature);

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

    private void Probe(TrainingPhase phase, int done, double meanLoss)
    {
        scope.StopTraining();
        var score = run.Probe.Measure(scope.Forward);
        scope.StartTraining();
        run.Curve.Add(new CurvePoint(phase.Name, done, run.Clock.Elapsed.TotalSeconds, meanLoss, score.Accuracy));
        run.RecordGates(scope, done);
        if (double.IsFinite(score.Loss)) Keep();
        run.Progress(phase.Name, done, phase.Steps, string.Create(
            CultureInfo.InvariantCulture,
            $"loss {meanLoss:f3}, search part {score.CleanAccuracy:p1} clean and {score.ChangedAccuracy:p1} changed, {run.Clock.Remaining.TotalSeconds:f0} s left"));
    }

    private void Keep()
    {
        foreach (var tensor in lastGood.Values) tensor.Dispose();
        lastGood = scope.Copy();
    }

    private void Save(TrainingPhase phase, int done)
    {
        run.WriteCheckpoint(phase, done, Parts().SelectMany(part => part.Tensors.Select(entry => KeyValuePair.Create(part.Prefix + entry.Key, entry.Value))));
        lastCheckpoint = run.Clock.Elapsed;
    }

    private IEnumerable<(string Prefix, IEnumerable<KeyValuePair<string, Tensor>> Tensors)> Parts() =>
    [
        ("model/", scope.State),
        ("sgd/", Checkpoint.Named("velocity", weights.Velocities)),
        ("adam/", Checkpoint.Named("mean", gates.Means)),
        ("adam/", Checkpoint.Named("square", gates.Squares)),
    ];
}
