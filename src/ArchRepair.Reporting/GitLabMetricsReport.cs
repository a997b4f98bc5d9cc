using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>The numbers as OpenMetrics text, which a GitLab merge request compares with those of the target branch.</summary>
/// <remarks>GitLab compares the values as text: they are rounded to what their uncertainty leaves, or every run would differ.</remarks>
public static class GitLabMetricsReport
{
    /// <summary>Writes one line a number.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportFacts(result), writer);

    internal static void Write(ReportFacts facts, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var evaluation = facts.Result.Evaluation;
        if (evaluation.Clean is { Images: > 0 } clean) Line(writer, "archrepair_clean_accuracy_percent", clean.Accuracy);
        if (facts.CorruptedCells.Count > 0) Line(writer, "archrepair_mean_corrupted_accuracy_percent", evaluation.MeanCorruptedAccuracy);
        if (facts.Result.Comparison?.Mce is { } mce) Line(writer, "archrepair_mean_corruption_error_percent", mce.After);
        writer.Write($"archrepair_failed_cells {facts.FailedCells.Count}\n");
        foreach (var curve in CalibrationCurve.Of(evaluation)) Line(writer, $"archrepair_calibration_error_points{{images=\"{curve.Images}\"}}", curve.ExpectedError);
        foreach (var group in facts.CorruptedCells.GroupBy(outcome => outcome.Cell.Corruption, StringComparer.Ordinal))
            Line(writer, $"archrepair_accuracy_percent{{corruption=\"{Label(facts.Label(group.Key))}\"}}", group.Average(outcome => outcome.Accuracy));
        writer.Write("# EOF\n");
    }

    private static void Line(TextWriter writer, string name, double rate) => writer.Write($"{name} {(double.IsFinite(rate) ? Number.Rate(rate).Replace('−', '-') : "NaN")}\n");

    private static string Label(string text) => Visible.Name(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
