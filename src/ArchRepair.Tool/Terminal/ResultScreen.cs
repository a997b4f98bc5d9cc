using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Hosts;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace ArchRepair.Tool.Terminal;

/// <summary>A check's result in one screen: the decision, the numbers, what failed, what was done about it.</summary>
internal static class ResultScreen
{
    private const int ShownCells = 12;
    private const int ShownOfKind = 4;
    private const int ShownBlocks = 3;
    private const int BarWidth = 20;

    /// <summary>Columns from which a table shows what can be looked up.</summary>
    private const int WideFrom = 100;

    private static readonly Style Worse = new(Color.DarkOrange3, decoration: Decoration.Bold);
    private static readonly Style Better = new(Color.DodgerBlue1, decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);

    public static void Write(IAnsiConsole console, CheckResult result)
    {
        Line(console, new Paragraph(Word(result.Verdict.Outcome), Accent(result.Verdict.Outcome)).Append("  " + Safe(result.Name)));
        console.WriteLine();
        console.Write(Numbers(result, console.Profile.Width >= WideFrom));
        console.WriteLine();
        if (result.Evaluation.Data.Substitutes is { Count: > 0 } substitutes)
            Line(console, new Paragraph($"{string.Join(", ", substitutes.Select(name => Safe(name) + "*"))}: drawn otherwise than published; numbers of it do not compare with published ones.", Dim));
        WriteFindings(console, result);
        if (result.Ranking is { Blocks.Count: > 0 } ranking) WriteBlocks(console, ranking);
        if (result.Repair is { } repair)
            Line(console, new Paragraph($"repair: {Safe(repair.Record.Strategy)} on {Safe(string.Join(", ", repair.Record.Blocks))}: ")
                .Append(repair.IsAccepted ? $"accepted → {Safe(repair.Output ?? "")}" : "rolled back", repair.IsAccepted ? Better : Worse));
    }

    private static Table Numbers(CheckResult result, bool isWide)
    {
        var table = Plain(["", ">baseline", ">now", ChangeHeading(result), ">lost", ">gained", .. isWide ? [">images"] : Array.Empty<string>()]);
        AddNumbers(table, "", result.Evaluation, result.Comparison);
        if (result.Repair is { } repair) AddNumbers(table, repair.IsAccepted ? "repaired " : "candidate ", repair.Evaluation, repair.AgainstBaseline ?? repair.AgainstOriginal);
        return table;
    }

    // What stands in brackets behind a change is an interval of this level.
    private static string ChangeHeading(CheckResult result) => string.Create(CultureInfo.InvariantCulture, $">change in points ({(1 - result.Policy.Alpha) * 100:0.##} %)");

    private static void AddNumbers(Table table, string prefix, Evaluation evaluation, Comparison? comparison)
    {
        if (evaluation.Clean is { Images: > 0 } clean)
            Add(table, prefix + "clean", comparison?.Clean?.Before, clean.Accuracy, comparison?.Clean?.Change, comparison?.Clean?.Lost, comparison?.Clean?.Gained, clean.Images);
        CellOutcome[] cells = [.. evaluation.Corrupted.Where(outcome => outcome.Images > 0)];
        if (cells.Length == 0) return;
        Add(
            table, string.Create(CultureInfo.InvariantCulture, $"{prefix}corrupted ({cells.Length})"), comparison?.Mean?.Before, evaluation.MeanCorruptedAccuracy, comparison?.Mean?.Change,
            comparison?.Corrupted.Sum(cell => (long)cell.Lost), comparison?.Corrupted.Sum(cell => (long)cell.Gained), cells.Sum(cell => (long)cell.Images));
    }

    private static void Add(Table table, string name, double? before, double after, Interval? change, long? lost, long? gained, long images) => table.AddRow(
        [new Text(name), new Text(before is { } was ? Percent(was) : "–"), new Text(Percent(after)), before is { } reference && change is { } interval ? Change(after - reference, interval) : new Text("–"),
        new Text(Count(lost)), new Text(Count(gained)), .. table.Columns.Count > 6 ? [new Text(Count(images))] : Array.Empty<IRenderable>()]);

    private static void WriteFindings(IAnsiConsole console, CheckResult result)
    {
        foreach (var kind in result.Verdict.Findings.Where(finding => finding is not { Code: "AR0001", Severity: FindingSeverity.Failure }).GroupBy(finding => finding.Code))
        {
            foreach (var finding in kind.Take(ShownOfKind))
                Line(console, new Paragraph($"{Mark(finding.Severity)} {Safe(finding.Code)} ", finding.Severity == FindingSeverity.Failure ? Worse : Dim).Append(Safe(finding.Message)));
            if (kind.Count() > ShownOfKind) Line(console, new Paragraph(string.Create(CultureInfo.InvariantCulture, $"… and {kind.Count() - ShownOfKind} more {Safe(kind.Key)} in the report."), Dim));
        }

        var failed = result.Verdict.FailedCells.ToHashSet();
        CellComparison[] cells = [.. (result.Comparison?.Corrupted ?? []).Where(cell => failed.Contains(cell.Cell)).OrderBy(cell => cell.After - cell.Before)];
        if (cells.Length == 0) return;
        var isWide = console.Profile.Width >= WideFrom;
        var table = Plain(["failed cell (AR0001)", ">baseline", ">now", ChangeHeading(result), ">lost", ">gained", .. isWide ? [">allowed"] : Array.Empty<string>()]);
        foreach (var cell in cells.Take(ShownCells))
            table.AddRow(
            [
                new Text("✗ " + Safe(cell.Cell.ToString())), new Text(Percent(cell.Before)), new Text(Percent(cell.After)), Change(cell.After - cell.Before, cell.Change), new Text(Count(cell.Lost)), new Text(Count(cell.Gained)),
                .. isWide ? [new Text(Points(-AllowedDrops.OfCell(result.Policy, cell.Cell, CorruptionNames.FamilyOf)))] : Array.Empty<IRenderable>(),
            ]);
        console.WriteLine();
        console.Write(table);
        if (cells.Length > ShownCells) Line(console, new Paragraph(string.Create(CultureInfo.InvariantCulture, $"… and {cells.Length - ShownCells} more failed cells in the report."), Dim));
    }

    private static void WriteBlocks(IAnsiConsole console, BlockRanking ranking)
    {
        var table = Plain("most vulnerable block", "score", "");
        var highest = Math.Max(ranking.Blocks.Max(block => block.Score), double.Epsilon);
        foreach (var block in ranking.Blocks.Take(ShownBlocks))
            table.AddRow(new Text(Safe(block.Path)), new Text(Bar(block.Score / highest, BarWidth), new Style(Color.DodgerBlue1)), new Text(block.Score.ToString("0.00", CultureInfo.InvariantCulture)));
        console.WriteLine();
        console.Write(table);
        if (ranking.TopIsAmbiguous && ranking.Blocks.Count > 1)
            Line(console, new Paragraph($"{Safe(ranking.Blocks[0].Path)} and {Safe(ranking.Blocks[1].Path)} cannot be told apart on these examples.", Dim));
    }

    /// <summary>A bar of a share in [0,1]; at least a sliver where the share is not zero.</summary>
    public static string Bar(double share, int width) =>
        double.IsFinite(share) ? new string('█', Math.Clamp((int)Math.Round(Math.Clamp(share, 0, 1) * width), share > 0 ? 1 : 0, width)) : "";

    /// <summary>A table without frames, whose lines stay whole when they are copied.</summary>
    /// <param name="columns">Headings; one that starts with <c>&gt;</c> is aligned right.</param>
    public static Table Plain(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var (i, name) in columns.Index())
            table.AddColumn(new TableColumn(new Text(name.TrimStart('>'), Dim)) { Alignment = name.StartsWith('>') ? Justify.Right : Justify.Left, Padding = new Padding(0, 0, i == columns.Length - 1 ? 0 : 2, 0), NoWrap = true });
        return table;
    }

    private static Paragraph Change(double change, Interval interval)
    {
        var (mark, style) = interval switch
        {
            { Upper: < 0 } => ("▼ ", Worse),
            { Lower: > 0 } => ("▲ ", Better),
            _ => ("≈ ", Style.Plain),
        };
        return new Paragraph(mark + Points(change), style).Append($" ({Points(interval.Lower)} to {Points(interval.Upper)})", Dim);
    }

    // A paragraph of a console ends its line itself only where the console wraps it.
    private static void Line(IAnsiConsole console, IRenderable line)
    {
        console.Write(line);
        console.WriteLine();
    }

    private static string Safe(string text) => PlainLine.ForLog(text);

    private static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    private static string Points(double share) => (share * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Count(long? count) => count?.ToString("#,##0", CultureInfo.InvariantCulture) ?? "–";

    private static Style Accent(Outcome outcome) => outcome switch
    {
        Outcome.Regressed => Worse,
        Outcome.Inconclusive => new Style(Color.Grey, decoration: Decoration.Bold),
        _ => Better,
    };

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "PASSED",
        Outcome.Warned => "PASSED with warnings",
        Outcome.Regressed => "FAILED",
        _ => "INCONCLUSIVE",
    };

    private static string Mark(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Failure => "✗",
        FindingSeverity.Undecided => "?",
        FindingSeverity.Warning => "!",
        _ => "·",
    };
}
