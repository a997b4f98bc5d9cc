using System.Text;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>What the repair did, gained, lost and costs, and whether it was kept.</summary>
internal static class RepairSection
{
    public const string Key = "repair";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.Repair is not { } repair) return null;
        var text = new StringBuilder();
        text.Append(Decision(facts, repair)).Append("\n\n");
        text.Append(Gains(facts, repair)).Append('\n');
        text.Append(Seen(repair.Record)).Append("\n\n");
        text.Append(Cost(repair.Record.Cost)).Append('\n');
        text.Append(How(repair.Record));
        return new ReportSection(Key, repair.IsAccepted ? "Repair: accepted" : "Repair: rolled back", text.ToString());
    }

    private static string Decision(ReportFacts facts, RepairOutcome repair)
    {
        var verdict = repair.Verdict.Outcome switch
        {
            Outcome.Passed => "passes the gate",
            Outcome.Warned => "passes the gate with warnings",
            Outcome.Regressed => "fails the gate",
            _ => "cannot be judged by the gate",
        };
        var text = repair.IsAccepted
            ? $"**Accepted**: the candidate {verdict} that the checked model failed, on images that the repair never saw. Written to {Escape.Code(repair.Output ?? repair.Record.Candidate)}."
            : $"**Rolled back**: the candidate {verdict}. The checked model is unchanged; the candidate lies at {Escape.Code(repair.Record.Candidate)}.";
        var reasons = repair.Verdict.Findings.Take(8).Select(finding => $"- {Escape.Name(finding.Code)}: {Escape.Text(Relabelled(facts, finding))}\n");
        var more = repair.Verdict.Findings.Count > 8 ? $"- and {Number.Count(repair.Verdict.Findings.Count - 8)} more\n" : "";
        return repair.Verdict.Findings.Count == 0 ? text : $"{text}\n\n{string.Concat(reasons)}{more}".TrimEnd('\n');
    }

    // Messages name cells without the star of a substitute.
    private static string Relabelled(ReportFacts facts, Finding finding) =>
        finding.Cell is { IsClean: false } cell ? finding.Message.Replace(cell.ToString(), facts.Label(cell), StringComparison.Ordinal) : finding.Message;

    private static string Gains(ReportFacts facts, RepairOutcome repair)
    {
        var seen = repair.Record.SeenCorruptions.ToHashSet(StringComparer.Ordinal);
        var table = new MarkdownTable("accuracy on", ">baseline", ">checked model", $">{facts.CandidateName}", ">change from checked model, points", ">lost", ">gained");
        if (repair.AgainstOriginal.Clean is { } clean)
        {
            table.Add("clean images", Number.Percent(facts.Result.Comparison?.Clean?.Before ?? double.NaN), Number.Percent(clean.Before), Number.Percent(clean.After),
                Direction.IsSame(clean) ? Direction.Same : Direction.Mark(clean.Change) + Number.Points(clean.After - clean.Before, clean.Change), Number.Count(clean.Lost), Number.Count(clean.Gained));
        }

        AddMean(table, facts, repair, "corruptions seen in repair", seen.Contains);
        AddMean(table, facts, repair, "corruptions never seen in repair", corruption => !seen.Contains(corruption));
        if (facts.Corruptions.Any(seen.Contains) && !facts.Corruptions.All(seen.Contains)) AddMean(table, facts, repair, "all corruptions", _ => true);
        return table.ToString();
    }

    private static void AddMean(MarkdownTable table, ReportFacts facts, RepairOutcome repair, string name, Func<string, bool> isChosen)
    {
        if (MeanAccuracy.Compare(facts.Result.Evaluation, repair.Evaluation, isChosen, facts.Level) is not { } mean) return;
        var cells = repair.AgainstOriginal.Corrupted.Where(cell => isChosen(cell.Cell.Corruption)).ToArray();
        var baseline = facts.Result.Comparison?.Corrupted.Where(cell => isChosen(cell.Cell.Corruption)).Select(cell => cell.Before).DefaultIfEmpty(double.NaN).Average();
        table.Add($"{name} ({Number.Of(cells.Length, "cell")})", Number.Percent(baseline ?? double.NaN), Number.Percent(mean.Before), Number.Percent(mean.After),
            Direction.Mark(mean.Change) + Number.Points(mean.After - mean.Before, mean.Change),
            Number.Count(cells.Sum(cell => (long)cell.Lost)), Number.Count(cells.Sum(cell => (long)cell.Gained)));
    }

    private static string Seen(RepairRecord record) => record.SeenCorruptions.Count == 0
        ? $"Training saw **none of the gate's corruptions**. Training images went through: {Escape.Text(record.Augmentation)}."
        : $"Training saw these corruptions of the gate, on other images: {string.Join(", ", record.SeenCorruptions.Select(Escape.Name))}. Training images also went through: {Escape.Text(record.Augmentation)}.";

    private static string Cost(RepairCost cost)
    {
        var table = new MarkdownTable("cost", ">before", ">after", ">growth");
        table.Add("parameters", Number.Count(cost.ParametersBefore), Number.Count(cost.ParametersAfter), Number.Growth(cost.ParametersBefore, cost.ParametersAfter));
        table.Add("multiply-adds per image", Number.Count(cost.MultiplyAddsBefore), Number.Count(cost.MultiplyAddsAfter), Number.Growth(cost.MultiplyAddsBefore, cost.MultiplyAddsAfter));
        table.Add("parameters with another value, new ones included", "", Number.Count(cost.ChangedParameters),
            cost.ParametersAfter == 0 ? Number.None : Number.Percent((double)cost.ChangedParameters / cost.ParametersAfter) + " of all");
        table.Add("time of the repair", "", Number.Duration(cost.Seconds), "");
        return table.ToString();
    }

    private static string How(RepairRecord record)
    {
        string[] items =
        [
            $"Strategy {Escape.Name(record.Strategy)}; changed: {(record.Blocks.Count == 0 ? "the whole network" : string.Join(", ", record.Blocks.Select(Escape.Name)))}",
            $"{Number.Of(record.TrainImages, "image")} to fit weights, {Number.Of(record.SearchImages, "other image")} for every choice",
            $"Ended: {Escape.Text(record.StopReason)}",
            .. record.Notes.Select(Escape.Text),
        ];
        return "**How it was repaired**\n\n" + string.Concat(items.Select(item => $"- {item}\n"));
    }
}
