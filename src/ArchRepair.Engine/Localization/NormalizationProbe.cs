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
            var (means, deviations) = Recorded(norm);
            var hook = norm.register_forward_hook((_, input, output) =>
            {
                Observe(means, deviations, input, (sums, squares, places) => report(layer, sums, squares, places));
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

    private static (double[] Means, double[] Deviations) Recorded(BatchNorm2d norm)
    {
        using var scope = NewDisposeScope();
        double[] Values(Tensor tensor) => [.. tensor.detach().to_type(ScalarType.Float64).cpu().data<double>()];
        return (Values(norm.running_mean!), [.. Values(norm.running_var!).Select(variance => Math.Sqrt(variance + norm.eps))]);
    }

    // Only two reductions are the backend's; the rest is a few numbers for each image and channel.
    private static void Observe(double[] means, double[] deviations, Tensor input, Action<double[], double[], long> report)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var raw = input.detach();
        var places = raw.shape[2] * raw.shape[3];
        double[] sums = [.. raw.sum([2, 3]).to_type(ScalarType.Float64).cpu().contiguous().data<double>()];              // [N,C]
        double[] squares = [.. raw.flatten(2).norm(2).to_type(ScalarType.Float64).cpu().contiguous().data<double>()];    // [N,C], of them the roots
        for (var i = 0; i < sums.Length; i++)
        {
            // Σ (x − μ)/σ and Σ ((x − μ)/σ)² from Σ x and Σ x².
            var (mean, deviation, sum, square) = (means[i % means.Length], deviations[i % means.Length], sums[i], squares[i] * squares[i]);
            sums[i] = (sum - (mean * places)) / deviation;
            squares[i] = (square - (2 * mean * sum) + (mean * mean * places)) / (deviation * deviation);
        }
        report(sums, squares, places);
    }
}
