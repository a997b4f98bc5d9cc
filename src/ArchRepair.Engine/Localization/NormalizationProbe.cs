using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Localization;

/// <summary>
/// Watches what enters the normalization layers of a network, until it is disposed: how far convolution outputs are from the
/// statistics recorded in training, summed over space for each image and neuron.
/// </summary>
internal sealed class NormalizationProbe : IDisposable
{
    private readonly List<Action> removals = [];

    /// <param name="norms">Normalization of each layer, or null.</param>
    /// <param name="report">
    /// Gets the layer's index, sums and sums of squares of the normalized outputs, row-major [N,C], and H·W.
    /// </param>
    public NormalizationProbe(IReadOnlyList<BatchNorm2d?> norms, Action<int, float[], float[], long> report)
    {
        for (var index = 0; index < norms.Count; index++)
        {
            if (norms[index] is not { running_mean: not null, running_var: not null } norm) continue;
            var layer = index;
            var hook = norm.register_forward_hook((_, input, output) =>
            {
                Observe(norm, input, (sums, squares, places) => report(layer, sums, squares, places));
                return output;
            });
            removals.Add(hook.remove);
        }
    }

    public void Dispose()
    {
        foreach (var remove in removals) remove();
        removals.Clear();
    }

    private static void Observe(BatchNorm2d norm, Tensor input, Action<float[], float[], long> report)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var mean = norm.running_mean!.view(1, -1, 1, 1);
        var deviation = norm.running_var!.add(norm.eps).sqrt().view(1, -1, 1, 1);
        var normalized = input.detach().sub(mean).div_(deviation);                       // [N,C,H,W]
        var sums = normalized.sum([2, 3]).cpu();                                         // [N,C]
        var squares = normalized.mul_(normalized).sum([2, 3]).cpu();                            // [N,C]
        report(sums.data<float>().ToArray(), squares.data<float>().ToArray(), input.shape[2] * input.shape[3]);
    }
}
