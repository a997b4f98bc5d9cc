using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>Whether a model is right as often as its confidence claims.</summary>
public static class Calibration
{
    /// <summary>Expected calibration error, in [0,1]; 0 is calibrated. Biased upwards by chance, the more so the fewer answers a bin has.</summary>
    /// <inheritdoc cref="Bins" path="/param|/exception"/>
    /// <remarks>
    /// Σ_b n_b/n·|accuracy_b − confidence_b|: Guo, Pleiss, Sun, Weinberger (2017), ICML, eq. (3), over bins of equal mass as in Nguyen,
    /// O'Connor (2015), EMNLP: with equal widths nearly all answers of a modern network fall into the last bin.
    /// </remarks>
    public static double ExpectedError(ReadOnlySpan<double> confidences, BitSet right, int bins = 15)
    {
        var error = 0.0;
        foreach (var bin in Bins(confidences, right, bins)) error += (double)bin.Count / confidences.Length * Math.Abs(bin.Accuracy - bin.MeanConfidence);
        return error;
    }

    /// <summary>Bins with as nearly the same number of answers as equal confidences allow, from least to most confident.</summary>
    /// <param name="confidences">Probability that the model gave its answer, in [0,1], one or more.</param>
    /// <param name="right">Set where the answer was right; as long as the confidences.</param>
    /// <param name="bins">Number of bins wanted; ≥ 1. There are fewer where answers are fewer or confidences equal.</param>
    /// <exception cref="ArgumentException">There is no answer, the lengths differ, a confidence is not in [0,1], or there is no bin.</exception>
    /// <remarks>Equal confidences stay together, so that the result does not depend on the order of the images.</remarks>
    public static IReadOnlyList<ReliabilityBin> Bins(ReadOnlySpan<double> confidences, BitSet right, int bins = 15)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        if (confidences.IsEmpty) throw new ArgumentException("There is no answer to bin.", nameof(confidences));
        if (confidences.Length != right.Length) throw new ArgumentException($"There are {confidences.Length} confidences for {right.Length} answers.", nameof(right));
        Require.Probabilities(confidences, nameof(confidences));

        var order = Ranking.Ascending(confidences);
        var result = new List<ReliabilityBin>(bins);
        var from = 0;
        for (var b = 1; b <= bins; b++)
        {
            var to = (int)((long)order.Length * b / bins);
            while (to > 0 && to < order.Length && confidences[order[to]] == confidences[order[to - 1]]) to++;
            if (to <= from) continue;
            result.Add(Bin(confidences, right, order.AsSpan(from, to - from)));
            from = to;
        }
        return result;
    }

    private static ReliabilityBin Bin(ReadOnlySpan<double> confidences, BitSet right, ReadOnlySpan<int> members)
    {
        var (sum, correct) = (0.0, 0);
        foreach (var member in members)
        {
            sum += confidences[member];
            if (right[member]) correct++;
        }
        return new ReliabilityBin(confidences[members[0]], confidences[members[^1]], members.Length, sum / members.Length, (double)correct / members.Length);
    }
}
