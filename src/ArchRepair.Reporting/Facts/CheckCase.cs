using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Facts;

/// <summary>One test case of a check, for hosts that show tests: a cell, the mean, or whether anything could be decided.</summary>
/// <param name="Kind">failure, error, skipped, or empty for a pass.</param>
/// <param name="Type">AR code of a failure or error.</param>
/// <param name="Note">The numbers, whatever came out.</param>
internal sealed record CheckCase(string Group, string Name, string Kind = "", string Type = "", string Message = "", string Note = "")
{
    /// <summary>A case per cell with images, one for the mean, one for what could not be decided.</summary>
    public static IReadOnlyList<CheckCase> AllOf(ReportFacts facts)
    {
        var result = facts.Result;
        var cases = new List<CheckCase>();
        foreach (var outcome in result.Evaluation.Cells.Where(outcome => outcome.Images > 0)) cases.Add(CellCase(facts, outcome));
        if (facts.CorruptedCells.Count > 0)
            cases.Add(Judged(
                new CheckCase("mean", "mean corrupted accuracy", Note: Number.Percent(result.Evaluation.MeanCorruptedAccuracy, 2)), Failures(result, null),
                result.Comparison?.Mean is not null || result.Policy.MinCorruptedAccuracy is not null));
        var undecided = result.Verdict.Findings.Where(finding => finding.Severity == FindingSeverity.Undecided).ToArray();
        var gate = new CheckCase("gate", "can be decided");
        cases.Add(undecided.Length == 0 ? gate : gate with { Kind = "error", Type = undecided[0].Code, Message = string.Join(" ", undecided.Select(finding => finding.Message)) });
        return cases;
    }

    private static CheckCase CellCase(ReportFacts facts, CellOutcome outcome)
    {
        var compared = facts.Result.Comparison?.Cells.FirstOrDefault(cell => cell.Cell == outcome.Cell);
        var numbers = compared is null
            ? $"{Number.Percent(outcome.Accuracy, 2)} of {Number.Of(outcome.Images, "image")}"
            : $"{Number.Percent(compared.Before, 2)} → {Number.Percent(compared.After, 2)}, change {Number.Points(compared.After - compared.Before, compared.Change)} points, "
                + $"{Number.Count(compared.Lost)} lost, {Number.Count(compared.Gained)} gained of {Number.Of(compared.Images, "image")}, {Number.PSentence(compared.AdjustedPValue)}";
        var entry = new CheckCase(outcome.Cell.IsClean ? "clean" : facts.Label(outcome.Cell.Corruption), facts.Label(outcome.Cell), Note: numbers);
        return Judged(entry, Failures(facts.Result, outcome.Cell), compared is not null || (outcome.Cell.IsClean && facts.Result.Policy.MinCleanAccuracy is not null));
    }

    private static CheckCase Judged(CheckCase entry, Finding[] failures, bool isCompared)
    {
        if (failures.Length > 0) return entry with { Kind = "failure", Type = failures[0].Code, Message = string.Join(" ", failures.Select(finding => finding.Message)) };
        return isCompared ? entry : entry with { Kind = "skipped", Message = "Measured, but there was nothing to compare with." };
    }

    private static Finding[] Failures(CheckResult result, Cell? cell) =>
        [.. result.Verdict.Findings.Where(finding => finding.Severity == FindingSeverity.Failure && finding.Cell == cell)];
}
