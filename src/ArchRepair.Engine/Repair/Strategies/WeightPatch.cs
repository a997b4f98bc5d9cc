using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Strategies;

/// <summary>A few single weights of a scope, to be read and written together.</summary>
internal sealed class WeightPatch : IDisposable
{
    private const int CandidateShare = 20; // one weight in so many has a gradient that counts
    private readonly IReadOnlyList<(Tensor Weights, Tensor Places, int Start, int Count)> pieces;

    private WeightPatch(IReadOnlyList<(Tensor Weights, Tensor Places, int Start, int Count)> pieces, double[] values, double[] spread) =>
        (this.pieces, Values, Spread) = (pieces, values, spread);

    /// <summary>As they were found.</summary>
    public double[] Values { get; }

    /// <summary>Deviation of the weights of each one's own tensor.</summary>
    public double[] Spread { get; }

    /// <summary>The weights of kernels that failures blame most.</summary>
    /// <param name="scope">Where to look; its gradients are used and cleared.</param>
    /// <param name="features">Of failures, [N,C,H,W].</param>
    /// <param name="labels">[N].</param>
    /// <param name="count">How many weights.</param>
    public static WeightPatch Localize(TrainableScope scope, Tensor features, Tensor labels, int count)
    {
        using var inner = NewDisposeScope();
        nn.functional.cross_entropy(scope.Forward(features), labels).backward();
        using var noGrad = no_grad();
        var kernels = scope.Weights.Where(weight => weight.dim() > 1).ToArray();
        var gradients = cat(kernels.Select(kernel => kernel.grad!.flatten().abs()).ToArray(), 0);
        var values = cat(kernels.Select(kernel => kernel.flatten()).ToArray(), 0);
        var least = gradients.topk((int)Math.Max(Math.Min(count, gradients.numel()), gradients.numel() / CandidateShare)).values.min();
        var blame = gradients.mul(values.abs()).where(gradients.ge(least), -1f);
        long[] chosen = [.. blame.topk((int)Math.Min(count, blame.numel())).indexes.cpu().data<long>().ToArray().Order()];
        foreach (var kernel in kernels) kernel.grad!.zero_();
        return Of(kernels, chosen);
    }

    /// <summary>Puts values into the network.</summary>
    public void Write(double[] values)
    {
        using var inner = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (weights, places, start, count) in pieces)
            weights.view(-1).index_copy_(0, places, tensor(values.AsSpan(start, count).ToArray(), dtype: ScalarType.Float32));
    }

    public void Dispose()
    {
        foreach (var (_, places, _, _) in pieces) places.Dispose();
    }

    private static WeightPatch Of(IReadOnlyList<Tensor> kernels, long[] chosen)
    {
        List<(Tensor, Tensor, int, int)> pieces = [];
        List<double> values = [];
        List<double> spread = [];
        var offset = 0L;
        foreach (var kernel in kernels)
        {
            long[] mine = [.. chosen.Where(place => place >= offset && place < offset + kernel.numel()).Select(place => place - offset)];
            offset += kernel.numel();
            if (mine.Length == 0) continue;
            var places = tensor(mine).DetachFromDisposeScope();
            pieces.Add((kernel, places, values.Count, mine.Length));
            values.AddRange(kernel.view(-1).index_select(0, places).cpu().data<float>().ToArray().Select(value => (double)value));
            spread.AddRange(Enumerable.Repeat((double)kernel.std().item<float>(), mine.Length));
        }
        return new(pieces, [.. values], [.. spread]);
    }
}
