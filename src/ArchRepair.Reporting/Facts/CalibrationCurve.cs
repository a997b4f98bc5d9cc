using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Reporting.Facts;

/// <summary>How far a model's confidence can be believed on one kind of images.</summary>
/// <param name="Images">What they are: clean or corrupted.</param>
/// <param name="Bins">Of nearly equal mass, from least to most confident; one or more.</param>
internal sealed record CalibrationCurve(string Images, IReadOnlyList<ReliabilityBin> Bins)
{
    public long Answers => Bins.Sum(bin => (long)bin.Count);

    public double ExpectedError => PooledCalibration.ExpectedError(Bins);

    public double MeanConfidence => Bins.Sum(bin => bin.Count * bin.MeanConfidence) / Answers;

    public double Accuracy => Bins.Sum(bin => bin.Count * bin.Accuracy) / Answers;

    /// <summary>What a perfectly calibrated model would show by chance on so many answers.</summary>
    /// <remarks>A bin's accuracy is off by sqrt(p(1−p)/n) in standard deviation, in size by sqrt(2/π) of that (the mean of a folded normal).</remarks>
    public double ByChance => Bins.Sum(bin => bin.Count / (double)Answers * Math.Sqrt(2 / Math.PI * bin.MeanConfidence * (1 - bin.MeanConfidence) / bin.Count));

    /// <summary>The clean and the corrupted images' curves; empty where confidences were not kept.</summary>
    public static IReadOnlyList<CalibrationCurve> Of(Evaluation evaluation) =>
    [
        .. Curve("clean", evaluation.Cells.Where(outcome => outcome.Cell.IsClean)), .. Curve("corrupted", evaluation.Corrupted),
    ];

    private static IEnumerable<CalibrationCurve> Curve(string images, IEnumerable<CellOutcome> outcomes)
    {
        ConfidenceHistogram[] histograms = [.. outcomes.Select(outcome => outcome.Confidences).OfType<ConfidenceHistogram>()];
        if (histograms.Sum(histogram => (long)histogram.Answers) > 0) yield return new CalibrationCurve(images, PooledCalibration.Bins(histograms));
    }
}
