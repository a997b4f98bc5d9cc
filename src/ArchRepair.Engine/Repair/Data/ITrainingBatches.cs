using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>Where training takes its batches from.</summary>
internal interface ITrainingBatches : IDisposable
{
    /// <summary>The batch of the next step, in the caller's dispose scope.</summary>
    TrainingBatch Take();
}

/// <summary>One batch.</summary>
/// <param name="Features">[N,C,H,W]: what enters the part that learns.</param>
/// <param name="Labels">[N], int64.</param>
/// <param name="Targets">[M,K], M ≤ N: the original's logits for the unchanged images of the first M rows; null without distillation.</param>
/// <param name="Views">Above 1: rows are so many views of N/Views images, stacked, the clean one first, and answers must agree; Labels has N/Views.</param>
internal sealed record TrainingBatch(Tensor Features, Tensor Labels, Tensor? Targets = null, int Views = 1)
{
    /// <summary>Both batches' rows, these first; all of these must have targets where the other's have any.</summary>
    public TrainingBatch With(TrainingBatch other) => new(
        cat([Features, other.Features], 0), cat([Labels, other.Labels], 0),
        Targets is null || other.Targets is null ? Targets : cat([Targets, other.Targets], 0), Views);

    /// <summary>Hands its tensors to the scope around the present one.</summary>
    public TrainingBatch MoveToOuterDisposeScope() =>
        new(Features.MoveToOuterDisposeScope(), Labels.MoveToOuterDisposeScope(), Targets?.MoveToOuterDisposeScope(), Views);
}
