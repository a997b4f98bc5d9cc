using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Searches new values for a few localized weights by differential evolution: Arachne (Sohn et al. 2023, TOSEM, doi
/// 10.1145/3563210): population 100, F uniform in (0.5, 1), crossover 0.7, and a fitness that counts what is put right and what stays
/// right (1 when right, else 1/(1+loss); passes weigh as failures do). Departs in that only the last block and the classifier are
/// searched, so that everything before them is computed once; weights are localized by the gradient over failures and, among the
/// greatest twentieth, by |w·∂L/∂w| instead of the front of gradient and forward impact; and mutation is best/1.
/// </summary>
/// <remarks>It has no checkpoint: a resumed run begins again.</remarks>
internal sealed class ArachneStrategy : IRepairStrategy
{
    private const int Examples = 100;
    private const int Weights = 64;
    private const int MostGenerations = 10_000;

    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var blocks = run.Model.Blocks.TakeLast(2).ToArray();
        var scope = new TrainableScope(
            run.Model, blocks[0].Index, [.. blocks.Select(block => run.Model.ModuleOf(block.Index))], areNormsFixed: true);
        run.PrepareProbe(scope.Cut);
        var part = run.Input.Images.Fit;
        var (failures, passes) = FailureFinder.Find(run, part, Examples);
        var end = PhaseEnd.Finished;
        if (failures.Count > 0)
        {
            var (images, labels) = FailureFinder.Load(run, part, [.. failures, .. passes]);
            var features = run.PrefixOf(scope.Cut)(images);
            using var patch = WeightPatch.Localize(scope, features.narrow(0, 0, failures.Count), labels.narrow(0, 0, failures.Count), Weights);
            end = Search(run, patch, new Examination(scope, features, labels, failures.Count));
        }
        return RepairFinish.Finish(run, scope, [.. blocks.Select(block => block.Path)], end);
    }

    private static PhaseEnd Search(RepairRun run, WeightPatch patch, Examination examination)
    {
        var deadline = run.Clock.Elapsed + TrainingSession.Available(run);
        var evolution = new DifferentialEvolution(patch.Values, patch.Spread, run.Plan.Seed, values => Fitness(run, patch, examination, values));
        var end = PhaseEnd.Finished;
        var generation = 0;
        for (; generation < MostGenerations; generation++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            // Within a generation as well: a budget is kept to one look at the examples.
            if (!evolution.Advance(() => run.Clock.Elapsed >= deadline))
            {
                end = PhaseEnd.OutOfTime;
                break;
            }
            run.Alive(generation + 1);
        }
        patch.Write(evolution.Best);
        run.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{patch.Values.Length} weights were searched for {generation} generations: fitness {evolution.StartFitness:f4} → {evolution.BestFitness:f4}."));
        return end;
    }

    private static double Fitness(RepairRun run, WeightPatch patch, Examination examination, double[] values)
    {
        run.Alive();
        patch.Write(values);
        return examination.Fitness();
    }

    private sealed record Examination(TrainableScope Scope, Tensor Features, Tensor Labels, int Failures)
    {
        /// <summary>Mean over failures plus mean over passes, each in (0,1].</summary>
        public double Fitness()
        {
            using var inner = NewDisposeScope();
            using var noGrad = no_grad();
            var logits = Scope.Forward(Features);
            var loss = nn.functional.cross_entropy(logits, Labels, reduction: nn.Reduction.None);
            var worth = loss.add(1).reciprocal().where(logits.argmax(1).ne(Labels), 1f);
            var passes = worth.shape[0] - Failures;
            var kept = passes == 0 ? 0 : worth.narrow(0, Failures, passes).mean().item<float>();
            return worth.narrow(0, 0, Failures).mean().item<float>() + kept;
        }
    }
}
