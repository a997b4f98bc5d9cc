using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>Clean rows, then for each further image the candidate view that looks most like a failure.</summary>
internal sealed class GuidedBatches : ITrainingBatches
{
    public const int Candidates = 4;

    private readonly RepairRun run;
    private readonly RepairPart part;
    private readonly FailureStyles guide;
    private readonly FeaturePool? clean;
    private readonly OriginalAnswers? answers;
    private readonly ImageOrder order;
    private readonly int rows;
    private long step;

    public GuidedBatches(RepairRun run, FailureStyles guide, int start)
    {
        (this.run, this.guide, part, step) = (run, guide, run.Input.Images.Fit, start);
        answers = run.AnswersTo(part);
        var cleanRows = (int)Math.Round(run.Recipe.BatchRows * run.Recipe.CleanShare);
        rows = Math.Max(1, run.Recipe.BatchRows - cleanRows);
        order = new ImageOrder(part.Labels.Count, run.Plan.Seed, purpose: 0x6D);
        clean = cleanRows == 0 ? null : new FeaturePool(
            part, run.Views, run.PrefixOf(0), new PoolSize(cleanRows, 1, cleanRows, cleanRows), run.Plan.Seed, start, answers);
    }

    public TrainingBatch Take()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var first = step++ * rows;
        int[] images = [.. Enumerable.Range(0, rows).Select(row => order.At(first + row))];
        var views = run.Views.Make(part, images, (source, target, index, room) => MakeNearest(source, target, (ulong)(first + index), room));
        var labels = tensor(images.Select(image => (long)part.Labels[image]).ToArray());
        var own = new TrainingBatch(views, labels, answers is { AreForChangedViews: true } ? answers.Of(images) : null);
        return (clean is null ? own : clean.Take().With(own)).MoveToOuterDisposeScope();
    }

    public void Dispose() => clean?.Dispose();

    private void MakeNearest(ReadOnlySpan<byte> source, Span<byte> target, ulong draw, ViewRoom room)
    {
        var nearest = float.PositiveInfinity;
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            room.Image.Load(source);
            var random = new CounterRandom(run.Plan.Seed, 0x6D00 + (ulong)candidate, draw);
            Geometry.FlipAndShift(room.Image, ref random);
            run.Views.Augmentation.Apply(room.Image, room.Start, ref random);
            var distance = guide.Distance(room.Image);
            if (distance >= nearest) continue;
            nearest = distance;
            room.Image.Store(target);
        }
    }
}
