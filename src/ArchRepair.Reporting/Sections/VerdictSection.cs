using System.Text;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>The first screen: what was decided, on which numbers.</summary>
internal static class VerdictSection
{
    public const string Key = "verdict";

    private const int ShownReasons = 10;

    public static ReportSection Of(ReportFacts facts)
    {
        var text = new StringBuilder();
        text.Append(Sentence(facts)).Append("\n\n");
        if (RepairSentence(facts) is { } repair) text.Append(repair).Append("\n\n");
        text.Append(Numbers(facts)).Append('\n');
        text.Append(Legend(facts));
        var reasons = Reasons(facts.Result.Verdict);
        if (reasons.Length > 0) text.Append("\n**Reasons beside single cells**\n\n").Append(reasons);
        return new ReportSection(Key, Title(facts.Result), text.ToString());
    }

    /// <summary>The decision and its numbers without the reasons, whose length nothing bounds tightly.</summary>
    public static string Short(ReportFacts facts) => $"{Sentence(facts)}\n\n{Numbers(facts)}\n{Legend(facts)}";

    /// <summary>The report's heading: a mark that hosts draw in colour, and the decision in words.</summary>
    public static string Title(CheckResult result) => Mark(result.Verdict.Outcome) + " " + Words(result);

    /// <summary>The decision in words.</summary>
    public static string Words(CheckResult result) => result.Verdict.Outcome switch
    {
        Outcome.Passed => "Robustness gate passed",
        Outcome.Warned => "Robustness gate passed with warnings",
        Outcome.Regressed when result.Repair is { IsAccepted: true } => "Robustness gate failed; a repaired model passes",
        Outcome.Regressed => "Robustness gate failed",
        _ => "Robustness gate undecided, which is not a pass",
    };

    private static string Mark(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "✅",
        Outcome.Warned => "⚠️",
        Outcome.Regressed => "❌",
        _ => "❔",
    };

    /// <summary>The decision with its numbers, as Markdown.</summary>
    public static string Sentence(ReportFacts facts)
    {
        var result = facts.Result;
        var verdict = result.Verdict.Outcome switch
        {
            Outcome.Passed => "**Passed.**",
            Outcome.Warned => "**Passed with warnings.**",
            Outcome.Regressed => "**Failed.**",
            _ => "**Undecided.**",
        };
        return $"{verdict} {Measured(facts)}{Compared(facts)}{Failed(facts)}.";
    }

    private static string Measured(ReportFacts facts)
    {
        var evaluation = facts.Result.Evaluation;
        var name = Escape.Name(facts.Result.Name);
        if (facts.IntervalOfMean(evaluation) is { } interval)
            return $"{name} answers {Number.Percent(evaluation.MeanCorruptedAccuracy, Number.Decimals(interval))} of the corrupted images right (mean of {Number.Of(facts.CorruptedCells.Count, "cell")})";
        return facts.IntervalOf(evaluation.Clean) is { } clean
            ? $"{name} answers {Number.Percent(evaluation.Clean!.Accuracy, Number.Decimals(clean))} of the clean images right; no corrupted images were measured"
            : $"{name} was measured on no images";
    }

    private static string Compared(ReportFacts facts)
    {
        if (facts.Result.Comparison is not { } comparison)
            return facts.Result.Baseline is null ? "; there is no baseline to compare with" : "; it could not be compared with the baseline";
        if (comparison.Mean is not { } mean) return "";
        if (comparison.Cells.All(Direction.IsSame)) return ", exactly those that the baseline answered right: not one image changed";
        var decimals = Number.ChangeDecimals(mean.Change);
        var change = mean.After - mean.Before;
        var interval = $"{Number.Level(facts.Level)} interval of the change {Number.Points(mean.Change.Lower, decimals)} to {Number.Points(mean.Change.Upper, decimals)}";
        if (change == 0) return $", as many as the baseline ({interval})";
        return $", {Number.Size(change, decimals)} points {(change < 0 ? "fewer" : "more")} than the baseline's {Number.Percent(mean.Before, MeanDecimals(facts))} ({interval})";
    }

    private static int MeanDecimals(ReportFacts facts) => facts.IntervalOfMean(facts.Result.Evaluation) is { } interval ? Number.Decimals(interval) : 1;

    private static string Failed(ReportFacts facts)
    {
        if (facts.FailedCells.Count == 0) return "";
        var failed = $"; {Number.Count(facts.FailedCells.Count)} of {Number.Of(facts.CorruptedCells.Count, "cell")} failed";
        var worst = facts.Result.Comparison?.Corrupted.Where(cell => facts.FailedCells.Contains(cell.Cell)).MinBy(cell => cell.After - cell.Before);
        return worst is null ? failed : $"{failed}, the worst {Escape.Name(facts.Label(worst.Cell))} by {Number.Points(worst.After - worst.Before)} points";
    }

    private static string? RepairSentence(ReportFacts facts)
    {
        if (facts.Result.Repair is not { } repair) return null;
        var mean = repair.AgainstOriginal.Mean;
        var gain = mean is null ? "" : $"mean corrupted accuracy {Number.Percent(mean.After, MeanDecimals(facts))}, {Number.Points(mean.After - mean.Before, Number.ChangeDecimals(mean.Change))} points against the checked model";
        return repair.IsAccepted
            ? $"**Repaired.** A repaired model passes the same gate on images that the repair never saw{(gain.Length > 0 ? ": " : "")}{gain}. It was written to {Escape.Code(repair.Output ?? repair.Record.Candidate)}{(facts.Result.Verdict.Outcome == Outcome.Regressed ? "; the checked model itself still fails" : "")}."
            : $"**Not repaired.** A repair was tried and rolled back: its candidate does not pass the gate ({(gain.Length > 0 ? gain : "it was not compared")}).";
    }

    private static string Numbers(ReportFacts facts)
    {
        var (result, repair) = (facts.Result, facts.Result.Repair);
        if (result.Comparison is null && repair is null) return Uncompared(facts);
        var hasMce = result.Comparison?.Mce is not null;
        var table = new NumberRows(hasMce);
        if (result.Baseline is { } baseline)
            table.Add("baseline", Number.Percent(result.Comparison?.Clean?.Before ?? baseline.CleanAccuracy), Number.Percent(result.Comparison?.Mean?.Before ?? baseline.MeanCorruptedAccuracy), "100", "");
        AddModel(table, facts, "**checked model**", result.Evaluation, result.Comparison?.Mce);
        if (result.Comparison is { } comparison) AddChange(table, "change from the baseline", comparison);
        if (repair is null) return table.ToString();
        AddModel(table, facts, $"**{facts.CandidateName}**", repair.Evaluation, repair.AgainstBaseline?.Mce);
        if (repair.AgainstBaseline is { } against) AddChange(table, "change from the baseline", against);
        AddChange(table, "change from the checked model", repair.AgainstOriginal);
        return table.ToString();
    }

    private static string Uncompared(ReportFacts facts)
    {
        var (evaluation, baseline) = (facts.Result.Evaluation, facts.Result.Baseline);
        var table = new MarkdownTable("", ">clean accuracy", ">mean corrupted accuracy");
        if (baseline is not null) table.Add("baseline, not comparable", Number.Percent(baseline.CleanAccuracy), Number.Percent(baseline.MeanCorruptedAccuracy));
        table.Add("**checked model**", Absolute(evaluation.Clean?.Accuracy, facts.IntervalOf(evaluation.Clean)), Absolute(evaluation.MeanCorruptedAccuracy, facts.IntervalOfMean(evaluation)));
        return table.ToString();
    }

    private static void AddModel(NumberRows table, ReportFacts facts, string name, Evaluation evaluation, MeanCorruptionError? mce) => table.Add(
        name, Absolute(evaluation.Clean?.Accuracy, facts.IntervalOf(evaluation.Clean)), Absolute(evaluation.MeanCorruptedAccuracy, facts.IntervalOfMean(evaluation)), Relative(mce), "");

    // In percent of the baseline's error: 100 is as bad as the baseline.
    private static string Relative(MeanCorruptionError? mce)
    {
        if (mce is null) return "";
        var decimals = Number.Decimals(mce.Interval);
        return $"{Number.Rate(mce.After, decimals)} ({Number.Rate(mce.Interval.Lower, decimals)} to {Number.Rate(mce.Interval.Upper, decimals)})";
    }

    private static void AddChange(NumberRows table, string name, Comparison comparison) =>
        table.Add(name, Change(comparison.Clean), comparison.Corrupted.All(Direction.IsSame) && comparison.Mean is not null ? Direction.Same : Change(comparison.Mean), "", LostGained(comparison));

    private static string Absolute(double? rate, Interval? interval) =>
        rate is { } value && interval is { } range ? Number.Percent(value, range) : Number.None;

    private static string Change(CellComparison? cell) => cell is null ? Number.None : Direction.IsSame(cell) ? Direction.Same : Direction.Mark(cell.Change) + Number.Points(cell.After - cell.Before, cell.Change);

    private static string Change(MeanComparison? mean) => mean is null ? Number.None : Direction.Mark(mean.Change) + Number.Points(mean.After - mean.Before, mean.Change);

    private static string LostGained(Comparison comparison) =>
        $"{Number.Count(comparison.Corrupted.Sum(cell => (long)cell.Lost))} · {Number.Count(comparison.Corrupted.Sum(cell => (long)cell.Gained))}";

    private static string Legend(ReportFacts facts)
    {
        var clean = facts.Result.Evaluation.Clean is { Images: > 0 } outcome ? $" Clean images right: {Number.Count(outcome.Correct.Count)} of {Number.Count(outcome.Images)}." : "";
        var corrupted = facts.CorruptedCells.Count == 0 ? "" : $" Corrupted cells have {Images(facts)} each.";
        var changes = facts.Result.Comparison is null && facts.Result.Repair is null
            ? ""
            : " Changes are in points, taken image by image: ▼ worse, ▲ better, ≈ within chance, = not one image changed. Lost: right before, wrong now; gained: the reverse.";
        var mce = facts.Result.Comparison?.Mce is null ? "" : " mCE: errors by corruption in percent of the baseline's, averaged over corruptions; less is better.";
        return $"In brackets: {Number.Level(facts.Level)} intervals.{clean}{corrupted}{changes}{mce}\n";
    }

    private static string Images(ReportFacts facts)
    {
        var least = facts.CorruptedCells.Min(outcome => outcome.Images);
        var most = facts.CorruptedCells.Max(outcome => outcome.Images);
        return least == most ? Number.Of(most, "image") : $"{Number.Count(least)} to {Number.Of(most, "image")}";
    }

    private static string Reasons(Verdict verdict)
    {
        Finding[] reasons = [.. verdict.Findings.Where(finding => finding is not { Severity: FindingSeverity.Failure, Cell.IsClean: false })];
        var shown = reasons.Take(ShownReasons).Select(finding => $"- **{Word(finding.Severity)}** {Escape.Name(finding.Code)}: {Escape.Text(finding.Message)}\n");
        var more = reasons.Length > ShownReasons ? $"- and {Number.Count(reasons.Length - ShownReasons)} more of this kind\n" : "";
        return string.Concat(shown) + more;
    }

    private static string Word(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Failure => "failure",
        FindingSeverity.Undecided => "undecided",
        FindingSeverity.Warning => "warning",
        _ => "notice",
    };

    /// <summary>The table of the first screen; mCE has a column where it has a meaning.</summary>
    private sealed class NumberRows(bool hasMce)
    {
        private readonly MarkdownTable table = new(["", ">clean accuracy", ">mean corrupted accuracy", .. hasMce ? [">mCE, baseline 100"] : Array.Empty<string>(), ">corrupted answers lost · gained"]);

        public void Add(string name, string clean, string mean, string mce, string counts) => table.Add([name, clean, mean, .. hasMce ? [mce] : Array.Empty<string>(), counts]);

        public override string ToString() => table.ToString();
    }
}
