using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Training;

/// <summary>What training makes small.</summary>
internal static class TrainingLoss
{
    private const double ConsistencyWeight = 12;

    /// <summary>
    /// Cross entropy, of which on rows with targets a share gives way to the divergence from what the original answers to the unchanged image
    /// (distillation, Hinton et al. 2015, arXiv 1503.02531): (1−s)·CE + s·T²·KL(softmax(t/T) ‖ softmax(z/T)).
    /// </summary>
    /// <param name="logits">z, [N,K].</param>
    /// <param name="batch">Classes, and the original's logits t.</param>
    /// <param name="share">s in [0,1].</param>
    /// <param name="temperature">T &gt; 0.</param>
    /// <returns>The mean over rows, a scalar.</returns>
    public static Tensor Of(Tensor logits, TrainingBatch batch, double share, double temperature)
    {
        using var scope = NewDisposeScope();
        if (batch.Views > 1) return Consistent(logits, batch).MoveToOuterDisposeScope();
        if (batch.Targets is not { } targets || share == 0)
            return nn.functional.cross_entropy(logits, batch.Labels).MoveToOuterDisposeScope();
        var (rows, asked) = (logits.shape[0], targets.shape[0]);
        var own = nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.None); // [N]
        var soft = nn.functional.softmax(targets.div(temperature), 1);                              // [M,K]
        var divergence = soft.mul(soft.clamp_min(1e-12).log().sub(nn.functional.log_softmax(logits.narrow(0, 0, asked).div(temperature), 1))).sum();
        var labelled = own.narrow(0, 0, asked).sum().mul(1 - share).add(own.narrow(0, asked, rows - asked).sum());
        return labelled.add(divergence, share * temperature * temperature).div(rows).MoveToOuterDisposeScope();
    }

    // AugMix (Hendrycks et al. 2020, arXiv 1912.02781): cross entropy of the clean view + 12·JS(p_clean; p_1; p_2).
    private static Tensor Consistent(Tensor logits, TrainingBatch batch)
    {
        var views = logits.chunk(batch.Views, 0);
        var answers = stack(views.Select(view => nn.functional.softmax(view, 1)).ToArray());      // [V,N,K]
        var middle = answers.mean([0]).clamp(1e-7, 1).log();                                       // [N,K]
        var divergence = answers.mul(answers.clamp_min(1e-7).log().sub(middle)).sum(2).mean([0, 1]);
        return nn.functional.cross_entropy(views[0], batch.Labels).add(divergence, ConsistencyWeight);
    }
}
