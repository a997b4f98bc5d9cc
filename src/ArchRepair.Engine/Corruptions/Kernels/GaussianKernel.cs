using System.Collections.Concurrent;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>One half of a normalised Gaussian: <see cref="Weights"/>[k] belongs to distance k = 0…R, R = ⌊cut·σ + ½⌋.</summary>
internal sealed class GaussianKernel
{
    private readonly ConcurrentDictionary<(int Length, Border Border), FoldedKernel> _folded = new();

    /// <param name="deviation">σ in pixels; at most 10⁻¹⁵ means no blur.</param>
    /// <param name="cut">Number of σ after which the kernel ends.</param>
    public GaussianKernel(double deviation, double cut = 4)
    {
        if (deviation <= 1e-15)
        {
            Weights = [1.0];
            return;
        }
        var radius = (int)((cut * deviation) + 0.5);
        var scale = -0.5 / (deviation * deviation);
        var full = new double[(2 * radius) + 1];
        for (var k = -radius; k <= radius; k++) full[k + radius] = Exp(deviation, cut, Math.Abs(k), scale * (k * (double)k));
        var sum = PairwiseSum(full);
        Weights = new double[radius + 1];
        for (var k = 0; k <= radius; k++) Weights[k] = full[radius + k] / sum;
    }

    public double[] Weights { get; }

    public int Radius => Weights.Length - 1;

    /// <summary>The kernel for whole lines of this length.</summary>
    public FoldedKernel FoldedFor(int length, Border border) =>
        _folded.GetOrAdd((length, border), static (key, kernel) => kernel.Fold(key.Length, key.Border), this);

    private FoldedKernel Fold(int length, Border border)
    {
        var byOutput = new double[length * length];
        for (var o = 0; o < length; o++)
            for (var k = -Radius; k <= Radius; k++)
                byOutput[(o * length) + border.Fold(o + k, length)] += Weights[Math.Abs(k)];
        return new(byOutput, [.. Enumerable.Range(0, byOutput.Length).Select(i => byOutput[(i % length * length) + (i / length)])]);
    }

    /// <summary>The misses are known for the cut that the blurs use.</summary>
    private static double Exp(double deviation, double cut, int distance, double exponent) =>
        cut == 4 ? PublishedRounding.Exp(deviation, distance, exponent) : DoubleDouble.Exp(exponent);

    /// <summary>NumPy's order of summation (eight running sums, halves above 128 values): the last bit of the weights decides whether a
    /// flat white area stays 255.</summary>
    internal static double PairwiseSum(ReadOnlySpan<double> values)
    {
        if (values.Length > 128)
        {
            var half = values.Length / 2;
            half -= half % 8;
            return PairwiseSum(values[..half]) + PairwiseSum(values[half..]);
        }
        var sum = 0.0;
        var at = 0;
        if (values.Length >= 8)
        {
            Span<double> r = stackalloc double[8];
            values[..8].CopyTo(r);
            for (at = 8; at + 8 <= values.Length; at += 8)
                for (var lane = 0; lane < 8; lane++)
                    r[lane] += values[at + lane];
            sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
        }
        for (; at < values.Length; at++) sum += values[at];
        return sum;
    }
}
