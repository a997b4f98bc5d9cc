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
    public NormalizationProbe(IReadOnlyList<BatchNorm2d?> norms, Action<int, double[], double[], long> report)
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

    private static void Observe(BatchNorm2d norm, Tensor input, Action<double[], double[], long> report)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var raw = input.detach();
        var places = raw.shape[2] * raw.shape[3];
        var sum = raw.sum([2, 3]).to_type(ScalarType.Float64);                              // [N,C]
        var square = raw.flatten(2).norm(2).to_type(ScalarType.Float64).square();           // [N,C], one pass without a copy
        var mean = norm.running_mean!.to_type(ScalarType.Float64);                          // [C]
        var variance = norm.running_var!.to_type(ScalarType.Float64).add(norm.eps);         // [C]
        // Σ (x − μ)/σ and Σ ((x − μ)/σ)² from Σ x and Σ x².
        var centred = sum.sub(mean.mul(places));
        var sums = centred.div(variance.sqrt()).cpu();
        var squares = square.sub(mean.mul(sum).mul(2)).add(mean.square().mul(places)).div(variance).cpu();
        report(sums.data<double>().ToArray(), squares.data<double>().ToArray(), places);
    }
}
