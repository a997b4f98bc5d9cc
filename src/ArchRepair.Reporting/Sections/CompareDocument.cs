using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Two results made ready to be written side by side.</summary>
internal sealed class CompareDocument
{
    private const int ShownCells = 20;

    private readonly ReportFacts first;
    private readonly ReportFacts second;
    private readonly IReadOnlyList<string> obstacles;

    public CompareDocument(CheckResult first, CheckResult second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        this.first = new ReportFacts(first);
        this.second = new ReportFacts(second);
        obstacles = Comparer.Differences(first.Evaluation, second.Evaluation);
        var comparison = obstacles.Count == 0 ? Comparer.Compare(first.Evaluation, second.Evaluation, this.second.Level) : null;
        // The second result as if the first were its baseline, and without a verdict: what the shared sections then tell is the change.
        Facts = new ReportFacts(second with { Comparison = comparison, Verdict = new Verdict(Outcome.Passed, []), Repair = null });
        ReportSection?[] sections = [Numbers(), Cells(), Heat(), ClassSection.Of(Facts, "the first"), CompareProvenance.Section(first, second)];
        Sections = [.. sections.OfType<ReportSection>()];
    }

    /// <summary>The second result with its change from the first.</summary>
    public ReportFacts Facts { get; }

    public IReadOnlyList<ReportSection> Sections { get; }

    private Comparison? Change => Facts.Result.Comparison;

    private ReportSection Numbers()
    {
        var text = $"First: {Escape.Name(first.Result.Name)}. Second: {Escape.Name(second.Result.Name)}. ";
        text += Change is null
            ? $"They were not measured on the same images, so that nothing can be taken image by image: {Escape.Text(obstacles[0])}\n"
            : $"Changes are from the first to the second, in points, taken image by image, with {Number.Level(Facts.Level)} intervals: ▼ worse, ▲ better, ≈ within chance, = not one image changed.\n";
        return new ReportSection("compare", "Two results side by side", $"{text}\n{NumberTable()}");
    }

    private string NumberTable()
    {
        var table = new MarkdownTable("", ">first", ">second", ">change");
        Row(table, "gate", facts => Word(facts.Result.Verdict.Outcome));
        Row(table, "cells that failed", facts => $"{Number.Count(facts.FailedCells.Count)} of {Number.Count(facts.CorruptedCells.Count)}");
        Row(table, "clean accuracy", facts => Absolute(facts, facts.Result.Evaluation.Clean), Clean(Change?.Clean));
        Row(table, "mean corrupted accuracy", facts => Mean(facts, facts.Result.Evaluation), MeanChange(Change));
        foreach (var images in new[] { "clean", "corrupted" })
            Row(table, $"ECE, {images} images, points", facts => CalibrationCurve.Of(facts.Result.Evaluation).FirstOrDefault(curve => curve.Images == images) is { } curve ? Number.Size(curve.ExpectedError) : Number.None);
        Row(table, "repair", facts => facts.Result.Repair is not { } repair ? "none" : repair.IsAccepted ? "accepted" : "rolled back");
        if (first.Result.Repair is not null && second.Result.Repair is not null) AddRepaired(table);
        Row(table, "parameters", facts => Number.Count(facts.Result.Evaluation.Model.Parameters), Number.Growth(first.Result.Evaluation.Model.Parameters, second.Result.Evaluation.Model.Parameters));
        Row(table, "multiply-adds per image", facts => Number.Count(facts.Result.Evaluation.Model.MultiplyAdds), Number.Growth(first.Result.Evaluation.Model.MultiplyAdds, second.Result.Evaluation.Model.MultiplyAdds));
        Row(table, "wall time", facts => Number.Duration(facts.Result.Provenance.Seconds.Values.Sum()));
        return table.ToString();
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "✓ passed",
        Outcome.Warned => "! passed with warnings",
        Outcome.Regressed => "✗ failed",
        _ => "? undecided",
    };

    // What two repairs reached is often all that two results of one model differ in.
    private void AddRepaired(MarkdownTable table)
    {
        var (before, after) = (first.Result.Repair!.Evaluation, second.Result.Repair!.Evaluation);
        var change = Comparer.Differences(before, after).Count == 0 ? Comparer.Compare(before, after, Facts.Level) : null;
        Row(table, "candidate's clean accuracy", facts => Absolute(facts, facts.Result.Repair!.Evaluation.Clean), Clean(change?.Clean));
        Row(table, "candidate's mean corrupted accuracy", facts => Mean(facts, facts.Result.Repair!.Evaluation), MeanChange(change));
        Row(table, "candidate's multiply-adds", facts => Number.Count(facts.Result.Repair!.Record.Cost.MultiplyAddsAfter), Number.Growth(first.Result.Repair!.Record.Cost.MultiplyAddsAfter, second.Result.Repair!.Record.Cost.MultiplyAddsAfter));
    }

    private static string Mean(ReportFacts facts, Evaluation evaluation) =>
        facts.IntervalOfMean(evaluation) is { } interval ? Number.Percent(evaluation.MeanCorruptedAccuracy, interval) : Number.None;

    private static string MeanChange(Comparison? change) => change is not null && change.Corrupted.All(Direction.IsSame)
        ? Direction.Same
        : change?.Mean is { } mean ? Direction.Mark(mean.Change) + Number.Points(mean.After - mean.Before, mean.Change) : "";

    private void Row(MarkdownTable table, string name, Func<ReportFacts, string> value, string change = "") => table.Add(name, value(first), value(second), change);

    private static string Absolute(ReportFacts facts, CellOutcome? outcome) => facts.IntervalOf(outcome) is { } interval ? Number.Percent(outcome!.Accuracy, interval) : Number.None;

    private static string Clean(CellComparison? cell) =>
        cell is null ? "" : Direction.IsSame(cell) ? Direction.Same : Direction.Mark(cell.Change) + Number.Points(cell.After - cell.Before, cell.Change);

    private ReportSection? Cells()
    {
        if (Change is null) return Uncompared();
        CellComparison[] moved = [.. Change.Corrupted.Where(cell => !Direction.IsSame(cell)).OrderByDescending(cell => Math.Abs(cell.After - cell.Before)).Take(ShownCells)];
        if (moved.Length == 0) return null;
        var table = new MarkdownTable("cell", ">first", ">second", ">change, points", ">lost", ">gained", ">images");
        foreach (var cell in moved)
            table.Add(
                Escape.Name(Facts.Label(cell.Cell)), Number.Percent(cell.Before), Number.Percent(cell.After), Direction.Mark(cell.Change) + Number.Points(cell.After - cell.Before, cell.Change),
                Number.Count(cell.Lost), Number.Count(cell.Gained), Number.Count(cell.Images));
        return new ReportSection("cells", "Cells that differ most", table.ToString());
    }

    // Without common images the accuracies still stand beside each other.
    private ReportSection? Uncompared()
    {
        var cells = second.CorruptedCells.Select(outcome => (Second: outcome, First: first.Result.Evaluation.Find(outcome.Cell))).Where(pair => pair.First is not null).ToArray();
        if (cells.Length == 0) return null;
        var table = new MarkdownTable("cell", ">first", ">second");
        foreach (var (after, before) in cells) table.Add(Escape.Name(second.Label(after.Cell)), Absolute(first, before), Absolute(second, after));
        return new ReportSection("cells", "Cells of both", table.ToString());
    }

    private ReportSection? Heat()
    {
        if (Facts.CorruptedCells.Count == 0) return null;
        var legend = Change is null ? "Accuracy of the second in percent.\n" : "Accuracy of the second in percent, then its change from the first in points.\n";
        return new ReportSection(HeatSection.Key, "Corruption by severity", $"{legend}\n{HeatSection.Table(Facts, Facts.Result.Evaluation, Change)}");
    }
}
