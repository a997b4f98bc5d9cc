using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Accuracy and change of every cell: corruptions down, severities across.</summary>
internal static class HeatSection
{
    public const string Key = "heat-map";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.CorruptedCells.Count == 0) return null;
        var comparison = facts.Result.Comparison;
        var text = Table(facts, facts.Result.Evaluation, comparison);
        text += comparison is null
            ? "\nAccuracy in percent.\n"
            : "\nAccuracy in percent, then the change from the baseline in points: ✗ the cell failed the gate, ▼ worse, ▲ better, ≈ within chance, = not one image changed.\n";
        if (facts.Result.Evaluation.Data.Substitutes.Count > 0)
            text += $"\n\\* stands in for the published corruption of that name ({string.Join(", ", facts.Result.Evaluation.Data.Substitutes.Select(Escape.Name))}); its numbers do not compare with published ones.\n";
        if (facts.Result.Repair is { } repair)
        {
            var against = repair.AgainstBaseline ?? repair.AgainstOriginal;
            text += $"\n<details>\n<summary>The same for the {facts.CandidateName}, against {(repair.AgainstBaseline is null ? "the checked model" : "the baseline")}</summary>\n\n"
                + Table(facts, repair.Evaluation, against) + "\n</details>\n";
        }

        return new ReportSection(Key, "Corruption by severity", text);
    }

    internal static string Table(ReportFacts facts, Evaluation evaluation, Comparison? comparison)
    {
        var failed = ReferenceEquals(evaluation, facts.Result.Evaluation) ? facts.FailedCells : facts.Result.Repair!.Verdict.FailedCells.ToHashSet();
        var outcomes = evaluation.Corrupted.Where(outcome => outcome.Images > 0).ToDictionary(outcome => outcome.Cell);
        var changes = comparison?.Corrupted.ToDictionary(cell => cell.Cell) ?? [];
        var table = new MarkdownTable(["corruption", .. facts.Severities.Select(severity => $">severity {Number.Count(severity)}"), ">mean"]);
        foreach (var corruption in facts.Corruptions)
        {
            var cells = facts.Severities.Select(severity => new Cell(corruption, severity)).ToArray();
            table.Add(
            [
                Escape.Name(facts.Label(corruption)),
                .. cells.Select(cell => outcomes.TryGetValue(cell, out var outcome) ? HeatTile.Words(outcome, changes.GetValueOrDefault(cell), failed.Contains(cell)) : Number.None),
                Mean([.. cells.Where(outcomes.ContainsKey).Select(cell => outcomes[cell])], changes),
            ]);
        }

        return table.ToString();
    }

    private static string Mean(CellOutcome[] outcomes, Dictionary<Cell, CellComparison> changes)
    {
        if (outcomes.Length == 0) return Number.None;
        var accuracy = Number.Rate(outcomes.Average(outcome => outcome.Accuracy));
        var known = outcomes.Where(outcome => changes.ContainsKey(outcome.Cell)).Select(outcome => changes[outcome.Cell]).ToArray();
        if (known.Length > 0 && known.All(Direction.IsSame)) return $"{accuracy} {Direction.Same}";
        return known.Length == 0 ? accuracy : $"{accuracy} {Number.Points(known.Average(cell => cell.After - cell.Before))}";
    }
}
