using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Localization;

/// <summary>Images inside a small ball around others that the network answers otherwise.</summary>
internal static class AdversarialCounterparts
{
    /// <summary>Steps along the sign of the loss's gradient, inside the ball and inside [0,1].</summary>
    /// <param name="pixels">[N,3,H,W] in [0,1]; stays the caller's.</param>
    /// <param name="labels">[N] true classes.</param>
    /// <returns>[N,3,H,W] in [0,1], at most ε from <paramref name="pixels"/> in every value.</returns>
    /// <remarks>
    /// x ← clip(x + step · sign(∂L/∂x)) with step ε for FGSM and 2.5 ε / steps for PGD, which can reach the border of the ball from
    /// any point within (Madry et al. 2018). It starts at the image itself: no randomness.
    /// </remarks>
    public static Tensor Make(ChainClassifier model, Normalization normalization, Tensor pixels, Tensor labels, AdversarialOptions options)
    {
        using var scope = NewDisposeScope();
        var steps = options.Method == AdversarialMethod.Fgsm ? 1 : options.Steps;
        var step = options.Method == AdversarialMethod.Fgsm ? options.Epsilon : 2.5 * options.Epsilon / steps;
        var low = pixels.sub(options.Epsilon).clamp_(0, 1);
        var high = pixels.add(options.Epsilon).clamp_(0, 1);
        var current = pixels.alias();
        for (var i = 0; i < steps; i++)
        {
            using var stepScope = NewDisposeScope();
            var direction = LossGradient(model, normalization, current, labels).sign_();
            current = current.add(direction.mul_(step)).maximum(low).minimum(high).MoveToOuterDisposeScope();
        }
        return current.MoveToOuterDisposeScope();
    }

    private static Tensor LossGradient(ChainClassifier model, Normalization normalization, Tensor pixels, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var leaf = pixels.detach().clone().requires_grad_(true);
        var loss = functional.cross_entropy(model.call(normalization.Apply(leaf)), labels, reduction: Reduction.Sum);
        return autograd.grad([loss], [leaf])[0].MoveToOuterDisposeScope();
    }
}
