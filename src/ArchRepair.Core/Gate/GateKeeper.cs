using System.Globalization;

using ArchRepair.Core.Results;

using static ArchRepair.Core.Gate.GateText;

namespace ArchRepair.Core.Gate;

/// <summary>Decides. One pure function of evaluation, comparison and policy, used for the check and for the repair alike.</summary>
public static class GateKeeper
{
    /// <param name="comparison">Null when there is no baseline or it is not comparable.</param>
    /// <param name="obstacles">Why there is no comparison although a baseline is configured; each makes the verdict inconclusive.</param>
    /// <param name="families">Family of a corruption for overrides, e.g. fog → weather; null for none.</param>
    public static Verdict Decide(
        Evaluation evaluation,
        Comparison? comparison,
        GatePolicy policy,
        IReadOnlyList<Finding> obstacles,
        Func<string, string?> families)
    {
        var findings = new List<Finding>(obstacles);
        findings.AddRange(Idle(evaluation, policy, families));
        findings.AddRange(Floors(evaluation, policy));
        if (comparison is not null)
        {
            var alpha = GateAlpha.OfQuestion(policy, comparison);
            findings.AddRange(Mean(comparison, policy, alpha));
            findings.AddRange(Clean(comparison, policy, alpha));
            findings.AddRange(Cells(comparison, policy, families, alpha));
            findings.AddRange(Classes(comparison, policy, alpha));
            findings.AddRange(TooFew(comparison, policy, alpha));
        }

        var hasFloor = policy.MinCleanAccuracy is not null || policy.MinCorruptedAccuracy is not null;
        if (comparison is null && obstacles.Count == 0 && !hasFloor)
            findings.Add(new Finding("AR0301", FindingSeverity.Undecided, "There is no baseline and no absolute floor to compare with."));
        return VerdictOf(findings);
    }

    /// <summary>The worst finding decides.</summary>
    internal static Verdict VerdictOf(IEnumerable<Finding> findings)
    {
        IReadOnlyList<Finding> sorted = [.. findings.OrderByDescending(Rank)];
        return new Verdict(OutcomeOf(sorted), sorted);
    }

    // A failure decides; then what could not be decided; then warnings.
    private static int Rank(Finding finding) => finding.Severity switch
    {
        FindingSeverity.Failure => 3,
        FindingSeverity.Undecided => 2,
        FindingSeverity.Warning => 1,
        _ => 0,
    };

    private static Outcome OutcomeOf(IReadOnlyList<Finding> sorted) => sorted.Count == 0 ? Outcome.Passed : sorted[0].Severity switch
    {
        FindingSeverity.Failure => Outcome.Regressed,
        FindingSeverity.Undecided => Outcome.Inconclusive,
        FindingSeverity.Warning => Outcome.Warned,
        _ => Outcome.Passed,
    };

    internal static IEnumerable<Finding> Floors(Evaluation evaluation, GatePolicy policy)
    {
        if (policy.MinCleanAccuracy is { } clean)
        {
            if (evaluation.Clean is not { Images: > 0 } outcome)
                yield return new Finding("AR0303", FindingSeverity.Undecided, "minCleanAccuracy is set, but no clean images were measured.");
            else if (outcome.Accuracy < clean)
                yield return new Finding("AR0004", FindingSeverity.Failure, $"Clean accuracy is {Percent(outcome.Accuracy)}; the floor is {Percent(clean)}.", Cell.Clean);
        }

        if (policy.MinCorruptedAccuracy is { } corrupted)
        {
            var mean = evaluation.MeanCorruptedAccuracy;
            if (double.IsNaN(mean))
                yield return new Finding("AR0303", FindingSeverity.Undecided, "minCorruptedAccuracy is set, but no corrupted images were measured.");
            else if (mean < corrupted)
                yield return new Finding("AR0004", FindingSeverity.Failure, $"Mean corrupted accuracy is {Percent(mean)}; the floor is {Percent(corrupted)}.");
        }
    }

    // A limit that applies to nothing would silently not hold.
    internal static IEnumerable<Finding> Idle(Evaluation evaluation, GatePolicy policy, Func<string, string?> families) =>
        AllowedDrops.Idle(policy, evaluation, families).Select(key => new Finding(
            "AR0306", FindingSeverity.Undecided, $"'gate.overrides.{key}' names no corruption, family, severity or class of this check; correct or remove it."));

    private static IEnumerable<Finding> Mean(Comparison comparison, GatePolicy policy, double alpha)
    {
        if (comparison.Mean is not { } mean) yield break;
        var numbers = $"{Percent(mean.Before)} → {Percent(mean.After)} ({Points(mean.After - mean.Before)} points, {Interval(mean.Change)}, {PValue(mean.PValue)})";
        if (Fails(mean.Before - mean.After, policy.MaxDrop, mean.PValue, alpha))
            yield return new Finding("AR0002", FindingSeverity.Failure, $"Mean corrupted accuracy {numbers}; allowed {Allowed(policy.MaxDrop)}.");
        else if (mean.Before - mean.After > Math.Max(policy.WarnDrop, 0))
            yield return new Finding("AR0005", FindingSeverity.Warning, $"Mean corrupted accuracy {numbers}; worth a look from a drop of {Points(policy.WarnDrop, false)} points.");
    }

    internal static IEnumerable<Finding> Clean(Comparison comparison, GatePolicy policy, double alpha)
    {
        if (comparison.Clean is not { } clean) yield break;
        if (Fails(clean.Before - clean.After, policy.MaxCleanDrop, clean.PValue, alpha))
            yield return new Finding("AR0003", FindingSeverity.Failure, $"Clean accuracy {Numbers(clean)}; allowed {Allowed(policy.MaxCleanDrop)}.", Cell.Clean);
        else if (clean.Before - clean.After > Math.Max(policy.MaxCleanDrop, 0))
            yield return new Finding("AR0005", FindingSeverity.Warning, $"Clean accuracy {Numbers(clean)} is past its allowance of {Allowed(policy.MaxCleanDrop)}, but not significantly (p < {alpha.ToString("0.0000", CultureInfo.InvariantCulture)} is asked for).", Cell.Clean);
    }

    private static IEnumerable<Finding> Cells(Comparison comparison, GatePolicy policy, Func<string, string?> families, double alpha)
    {
        foreach (var cell in comparison.Corrupted.OrderByDescending(cell => cell.Before - cell.After))
        {
            var allowed = AllowedDrops.OfCell(policy, cell.Cell, families);
            if (Fails(cell.Before - cell.After, allowed, cell.AdjustedPValue, alpha))
                yield return new Finding("AR0001", FindingSeverity.Failure, $"{cell.Cell} {Numbers(cell)}; allowed {Allowed(allowed)}.", cell.Cell);
        }
    }

    private static IEnumerable<Finding> Classes(Comparison comparison, GatePolicy policy, double alpha)
    {
        foreach (var change in (comparison.Classes ?? []).OrderByDescending(change => change.Before - change.After))
        {
            if (AllowedDrops.OfClass(policy, change.Name) is not { } allowed) continue;
            if (Fails(change.Before - change.After, allowed, change.AdjustedPValue, alpha))
                yield return new Finding("AR0006", FindingSeverity.Failure,
                    string.Create(CultureInfo.InvariantCulture, $"Class '{change.Name}' {Percent(change.Before)} → {Percent(change.After)} ({Points(change.After - change.Before)} points over {change.Images} images with all their cells; {PValue(change.AdjustedPValue)}); allowed {Allowed(allowed)}."));
        }
    }

    // Even if every image were lost, fewer than this many could not reach alpha: the gate would be green by construction.
    private static IEnumerable<Finding> TooFew(Comparison comparison, GatePolicy policy, double alpha)
    {
        var cells = comparison.Cells.Count(cell => !cell.Cell.IsClean);
        var largest = comparison.Cells.Count == 0 ? 0 : comparison.Cells.Max(cell => cell.Images);
        // Several questions share alpha, and Holm shares it among the cells.
        if (Math.Pow(0.5, largest) * Math.Max(cells, 1) > alpha)
            yield return new Finding("AR0303", FindingSeverity.Undecided,
                string.Create(CultureInfo.InvariantCulture, $"{largest} images a cell cannot show a drop at alpha {policy.Alpha} over {cells} cells; evaluate more images."));
    }

    // An allowed drop below zero asks for an improvement, whose burden of proof is on the candidate.
    private static bool Fails(double drop, double allowed, double pValue, double alpha) =>
        allowed < 0 ? drop > allowed : drop > allowed && pValue < alpha;

    private static string Numbers(CellComparison cell) =>
        $"{Percent(cell.Before)} → {Percent(cell.After)} ({Points(cell.After - cell.Before)} points; {cell.Lost} lost, {cell.Gained} gained of {cell.Images}; {PValue(cell.AdjustedPValue)})";
}
