using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>Calibration over several cells, from their histograms of confidence.</summary>
public static class PooledCalibration
{
    /// <summary>Bins with as nearly the same number of answers as the histograms' steps allow, from least to most confident.</summary>
    /// <param name="histograms">One or more, with an answer at least.</param>
    /// <param name="bins">Number of bins wanted; ≥ 1.</param>
    /// <exception cref="ArgumentException">There is no answer, or no bin.</exception>
    /// <remarks>
    /// As <see cref="Calibration.Bins"/>, with a step of the histograms as the smallest unit: answers of a step stay together. Counts,
    /// accuracies and mean confidences of the bins are exact; where one bin ends is rounded to a step, and its lowest and highest
    /// confidence are the means of its outer steps.
    /// </remarks>
    public static IReadOnlyList<ReliabilityBin> Bins(IEnumerable<ConfidenceHistogram> histograms, int bins = 15)
    {
        ArgumentNullException.ThrowIfNull(histograms);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var steps = histograms.SelectMany(histogram => histogram.Steps).GroupBy(step => step.Step).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var total = steps.Sum(step => step.Sum(part => (long)part.Answers));
        if (total == 0) throw new ArgumentException("There is no answer to bin.", nameof(histograms));
        var result = new List<ReliabilityBin>(bins);
        var from = 0;
        long seen = 0;
        for (var to = 0; to < steps.Length; to++)
        {
            seen += steps[to].Sum(part => (long)part.Answers);
            // A bin closes at the step that reaches its share of all answers.
            if (to < steps.Length - 1 && seen * bins < total * (result.Count + 1)) continue;
            result.Add(Bin([.. steps[from..(to + 1)].SelectMany(parts => parts)]));
            from = to + 1;
        }

        return result;
    }

    /// <summary>Expected calibration error of bins, in [0,1]: Σ_b n_b/n·|accuracy_b − confidence_b|.</summary>
    /// <remarks>See <see cref="Calibration.ExpectedError"/> for its source and its bias.</remarks>
    public static double ExpectedError(IReadOnlyList<ReliabilityBin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        var total = bins.Sum(bin => (double)bin.Count);
        return bins.Sum(bin => bin.Count / total * Math.Abs(bin.Accuracy - bin.MeanConfidence));
    }

    private static ReliabilityBin Bin(ConfidenceStep[] steps)
    {
        var (answers, right, sum) = (0L, 0L, 0.0);
        foreach (var step in steps)
        {
            answers += step.Answers;
            right += step.Right;
            sum += step.Answers * (double)step.MeanConfidence;
        }

        return new ReliabilityBin(steps.Min(step => step.MeanConfidence), steps.Max(step => step.MeanConfidence), (int)answers, sum / answers, (double)right / answers);
    }
}
