using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Localization;

/// <summary>
/// Sums the gradient of the loss with respect to the convolutions' weights over mini-batches. Neither weights nor their
/// <c>grad</c> are touched; frozen weights take part in autograd until this is disposed.
/// </summary>
internal sealed class GradientCollector : IDisposable
{
    // Keeps the relative gradient of a neuron whose weights are all zero finite, and great.
    private const double LeastNorm = 1e-3;

    private readonly Tensor[] weights;
    private readonly bool[] wasFrozen;
    private readonly Tensor[] sums;
    private Tensor[]? earlier; // of the parts before this one
    private long examples;
    private long earlierExamples;

    public GradientCollector(IReadOnlyList<NeuronLayer> layers)
    {
        weights = [.. layers.Select(layer => (Tensor)layer.Convolution.weight)];
        wasFrozen = [.. weights.Select(weight => !weight.requires_grad)];
        using (no_grad()) sums = [.. weights.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
        foreach (var weight in weights) weight.requires_grad_(true);
    }

    /// <summary>Adds the gradient of the cross-entropy, summed over the images.</summary>
    /// <param name="logits">[N,K], part of the autograd graph; stays the caller's.</param>
    /// <param name="labels">[N] true classes.</param>
    public void Add(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var loss = functional.cross_entropy(logits, labels, reduction: Reduction.Sum);
        // A layer that the logits do not depend on gets no gradient rather than an error, which would end the process.
        var gradients = autograd.grad([loss], weights, allow_unused: true);
        using var noGrad = no_grad();
        for (var i = 0; i < sums.Length; i++)
            if (gradients[i] is { IsInvalid: false } gradient) sums[i].add_(gradient);
        examples += labels.shape[0];
    }

    /// <summary>Relative gradient of each neuron over all that was added, [J]: ‖Σ ∂L/∂w_j / N‖ / (‖w_j‖ + 0.001).</summary>
    public double[] Relative()
    {
        if (earlier is null) return Relative(sums, examples);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Relative([.. earlier.Select((sum, i) => sum.add(sums[i]))], earlierExamples + examples);
    }

    /// <summary>The same over what was added since the last part ended; what comes next belongs to another part.</summary>
    public double[] EndPart()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var part = Relative(sums, examples);
        earlier ??= [.. sums.Select(sum => zeros_like(sum).DetachFromDisposeScope())];
        for (var i = 0; i < sums.Length; i++)
        {
            earlier[i].add_(sums[i]);
            sums[i].zero_();
        }
        (earlierExamples, examples) = (earlierExamples + examples, 0);
        return part;
    }

    public void Dispose()
    {
        foreach (var sum in sums.Concat(earlier ?? [])) sum.Dispose();
        for (var i = 0; i < weights.Length; i++)
            if (wasFrozen[i]) weights[i].requires_grad_(false);
    }

    private double[] Relative(Tensor[] gradients, long count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var relative = new List<double>();
        for (var i = 0; i < gradients.Length; i++)
        {
            var gradientNorms = gradients[i].to_type(ScalarType.Float64).flatten(1).norm(1).div(Math.Max(1, count)); // [C]
            var weightNorms = weights[i].detach().to_type(ScalarType.Float64).flatten(1).norm(1).add(LeastNorm);     // [C]
            relative.AddRange(gradientNorms.div(weightNorms).cpu().data<double>());
        }
        return [.. relative];
    }
}
