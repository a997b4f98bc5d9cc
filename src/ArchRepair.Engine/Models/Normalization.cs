using static TorchSharp.torch;

namespace ArchRepair.Engine.Models;

/// <summary>What a network expects of its input: (pixel/255 − mean) / standard deviation, per channel in R, G, B order.</summary>
/// <param name="Mean">Three values, in units of [0,1] pixels.</param>
/// <param name="StandardDeviation">Three values &gt; 0, in the same units.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation)
{
    /// <summary>Statistics of ImageNet, which many CIFAR networks use as well.</summary>
    public static Normalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Pixels in [0,1] as they are.</summary>
    public static Normalization None { get; } = new([0, 0, 0], [1, 1, 1]);

    /// <summary>Every reason why this cannot normalize an RGB image.</summary>
    public IEnumerable<string> Problems()
    {
        if (Mean.Count != 3) yield return $"mean has {Mean.Count} values; it must have 3, one for each of R, G and B.";
        if (StandardDeviation.Count != 3) yield return $"std has {StandardDeviation.Count} values; it must have 3, one for each of R, G and B.";
        foreach (var value in Mean.Where(value => !float.IsFinite(value))) yield return $"mean has {value}; it must be a number.";
        foreach (var value in StandardDeviation.Where(value => value is not (> 0 and < float.PositiveInfinity)))
            yield return $"std has {value}; it must be greater than 0.";
    }

    /// <summary>Normalizes pixels.</summary>
    /// <param name="pixels">[N,3,H,W], float, in [0,1]; stays the caller's.</param>
    /// <returns>[N,3,H,W] of the same type and device.</returns>
    public Tensor Apply(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var mean = tensor(Mean.ToArray()).view(1, 3, 1, 1).to(pixels.dtype, pixels.device);
        var deviation = tensor(StandardDeviation.ToArray()).view(1, 3, 1, 1).to(pixels.dtype, pixels.device);
        return pixels.sub(mean).div_(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>Equal when all six values are.</summary>
    public bool Equals(Normalization? other) =>
        other is not null && Mean.SequenceEqual(other.Mean) && StandardDeviation.SequenceEqual(other.StandardDeviation);

    /// <inheritdoc/>
    public override int GetHashCode() => Mean.Concat(StandardDeviation).Aggregate(17, HashCode.Combine);
}
