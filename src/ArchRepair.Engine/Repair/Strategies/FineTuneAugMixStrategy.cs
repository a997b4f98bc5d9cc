using ArchRepair.Core.Results;
using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>
/// Trains the whole network as AugMix does (Hendrycks et al. 2020, arXiv 1912.02781): every image clean and in two mixed views,
/// cross entropy on the clean one, and answers to all three drawn together by 12 times their Jensen-Shannon divergence. Departs in
/// that training starts at the network to be repaired, and that a batch holds a third of the images, so that a step costs the same.
/// </summary>
internal sealed class FineTuneAugMixStrategy : IRepairStrategy
{
    public bool NeedsBlock => false;

    public RepairRecord Repair(RepairRun run)
    {
        var scope = TrainableScope.OfAll(run);
        run.PrepareProbe(scope.Cut);
        run.Notes.Add("Training views: " + AugMix.Description + "; the recipe's clean share and distillation do not apply.");
        var end = TrainingSession.Run(run, scope, TrainingSession.FineTune, share: 1, start => new AugMixBatches(run, run.Input.Images.Fit, start));
        return RepairFinish.Finish(run, scope, [.. run.Model.Blocks.Select(block => block.Path)], end);
    }
}

/// <summary>Batches of three views an image: clean, mixed, mixed again; all three mirrored and shifted alike.</summary>
internal sealed class AugMixBatches(RepairRun run, RepairPart part, int start) : ITrainingBatches
{
    private const int Views = 3;
    private readonly ImageOrder order = new(part.Labels.Count, run.Plan.Seed, purpose: 5);
    private readonly int images = Math.Max(2, run.Recipe.BatchRows / Views);
    private long step = start;

    public TrainingBatch Take()
    {
        var first = step++ * images;
        int[] chosen = [.. Enumerable.Range(0, images).Select(row => order.At(first + row))];
        int[] rows = [.. Enumerable.Range(0, Views).SelectMany(_ => chosen)];
        var views = run.Views.Make(part, rows, (source, target, index, room) =>
        {
            var draw = (ulong)(first + (index % images));
            var geometry = new CounterRandom(run.Plan.Seed, 6, draw);
            room.Image.Load(source);
            Geometry.FlipAndShift(room.Image, ref geometry);
            var mixing = new CounterRandom(run.Plan.Seed, 7 + (ulong)(index / images), draw);
            if (index >= images) AugMix.Apply(room.Image, room.Start, ref mixing);
            room.Image.Store(target);
        });
        return new(views, tensor(chosen.Select(image => (long)part.Labels[image]).ToArray()), Views: Views);
    }

    public void Dispose()
    {
    }
}
