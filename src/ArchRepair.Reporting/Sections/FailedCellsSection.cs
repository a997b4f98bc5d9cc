using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>The cells that failed by themselves, worst first.</summary>
internal static class FailedCellsSection
{
    public const string Key = "failed-cells";

    /// <summary>Rows that are shown at once; the rest folds away.</summary>
    private const int Shown = 10;

    public static ReportSection? Of(ReportFacts facts)
    {
        CellComparison[] failed =
        [
            .. (facts.Result.Comparison?.Corrupted ?? [])
                .Where(cell => facts.FailedCells.Contains(cell.Cell))
                .OrderBy(cell => cell.After - cell.Before),
        ];
        if (failed.Length == 0) return null;
        var text = Table(facts, failed.Take(Shown));
        if (failed.Length > Shown)
            text += $"\n<details>\n<summary>{Number.Of(failed.Length - Shown, "more failed cell")}</summary>\n\n{Table(facts, failed.Skip(Shown))}\n</details>\n";
        text += $"\nIn brackets: {Number.Level(facts.Level)} intervals. p: chance of at least this loss if nothing had changed, exact McNemar test, adjusted for {Number.Of(facts.CorruptedCells.Count, "cell")} (Holm). A cell fails when p is below {Number.PValue(facts.Result.Policy.Alpha)} and the drop exceeds what is allowed.\n";
        return new ReportSection(Key, "Failed cells, worst first", text);
    }

    private static string Table(ReportFacts facts, IEnumerable<CellComparison> cells)
    {
        var table = new MarkdownTable("cell", ">baseline", ">now", ">change, points", ">allowed", ">lost", ">gained", ">images", ">p");
        foreach (var cell in cells)
        {
            var allowed = AllowedDrops.OfCell(facts.Result.Policy, cell.Cell, CorruptionNames.FamilyOf);
            table.Add(
                Escape.Name(facts.Label(cell.Cell)), Number.Percent(cell.Before), Number.Percent(cell.After),
                "▼ " + Number.Points(cell.After - cell.Before, cell.Change), Number.Points(-allowed), Number.Count(cell.Lost), Number.Count(cell.Gained),
                Number.Count(cell.Images), Number.PValue(cell.AdjustedPValue));
        }

        return table.ToString();
    }
}
