using System.Globalization;

using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;

namespace ArchRepair.Reporting.Facts;

/// <summary>What several sections need to know of one result, computed once.</summary>
internal sealed class ReportFacts
{
    private readonly HashSet<string> substitutes;

    // By identity: comparing two evaluations by value would cost more than the interval.
    private readonly Dictionary<Evaluation, Interval?> means = new(ReferenceEqualityComparer.Instance);

    public ReportFacts(CheckResult result)
    {
        Result = result;
        substitutes = new HashSet<string>(result.Evaluation.Data.Substitutes, StringComparer.Ordinal);
        FailedCells = result.Verdict.FailedCells.ToHashSet();
        CorruptedCells = [.. result.Evaluation.Corrupted.Where(outcome => outcome.Images > 0)];
        Corruptions = [.. CorruptedCells.Select(outcome => outcome.Cell.Corruption).Distinct(StringComparer.Ordinal)];
        Severities = [.. CorruptedCells.Select(outcome => outcome.Cell.Severity).Distinct().Order()];
    }

    public CheckResult Result { get; }

    /// <summary>Confidence of every interval in the report: one minus the policy's alpha.</summary>
    public double Level => 1 - Result.Policy.Alpha;

    public IReadOnlySet<Cell> FailedCells { get; }

    /// <summary>Corrupted cells with at least one image, in the result's order.</summary>
    public IReadOnlyList<CellOutcome> CorruptedCells { get; }

    public IReadOnlyList<string> Corruptions { get; }

    public IReadOnlyList<int> Severities { get; }

    /// <summary>What the candidate of a repair is called: repaired only once it was accepted.</summary>
    public string CandidateName => Result.Repair is { IsAccepted: true } ? "repaired model" : "candidate (rolled back)";

    /// <summary>A corruption's name, with a star where its images stand in for published ones.</summary>
    public string Label(string corruption) => substitutes.Contains(corruption) ? corruption + "*" : corruption;

    public string Label(Cell cell) => cell.IsClean ? cell.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Label(cell.Corruption)}/{cell.Severity}");

    /// <returns>Null for a class without a name.</returns>
    public string? ClassName(int index) => index >= 0 && index < Result.Evaluation.Model.Classes.Count ? Result.Evaluation.Model.Classes[index] : null;

    /// <summary>Interval of a cell's accuracy (Wilson); null without images.</summary>
    public Interval? IntervalOf(CellOutcome? outcome) =>
        outcome is { Images: > 0 } ? Proportion.Wilson(outcome.Correct.Count, outcome.Images, Level) : null;

    /// <summary>Interval of an evaluation's mean corrupted accuracy over images; null without corrupted images.</summary>
    public Interval? IntervalOfMean(Evaluation evaluation)
    {
        if (!means.TryGetValue(evaluation, out var interval)) means[evaluation] = interval = MeanAccuracy.IntervalOf(evaluation, Level);
        return interval;
    }
}
