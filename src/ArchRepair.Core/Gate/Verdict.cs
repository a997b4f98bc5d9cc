using System.Text.Json.Serialization;

using ArchRepair.Core.Results;

namespace ArchRepair.Core.Gate;

/// <summary>The gate's decision with every reason for it, worst first.</summary>
public sealed record Verdict(Outcome Outcome, IReadOnlyList<Finding> Findings)
{
    [JsonIgnore]
    public bool LetsPass => Outcome is Outcome.Passed or Outcome.Warned;

    /// <summary>Cells that failed by themselves.</summary>
    [JsonIgnore]
    public IEnumerable<Cell> FailedCells =>
        Findings.Where(finding => finding is { Severity: FindingSeverity.Failure, Cell.IsClean: false }).Select(finding => finding.Cell!);
}

public enum FindingSeverity
{
    Notice,
    Warning,
    Failure,
    Undecided,
}

/// <summary>One reason of a verdict.</summary>
/// <param name="Code">AR code; <c>archrepair explain</c> tells more.</param>
/// <param name="Message">A sentence with the numbers.</param>
/// <param name="Cell">The cell it speaks of; null for means and whole runs.</param>
public sealed record Finding(string Code, FindingSeverity Severity, string Message, Cell? Cell = null);
