using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Tool.Terminal;

/// <summary>A check's result in a screen of plain text.</summary>
internal static class ResultTable
{
    private const int ShownFindings = 12;

    public static void Write(TextWriter writer, CheckResult result)
    {
        writer.WriteLine($"{Word(result.Verdict.Outcome)}  {result.Name}");
        WriteNumbers(writer, result.Evaluation, result.Comparison);
        if (result.Evaluation.Data.Substitutes is { Count: > 0 } substitutes)
            writer.WriteLine($"  {string.Join(", ", substitutes.Select(name => name + "*"))}: drawn otherwise than published; numbers of it do not compare with published ones.");
        foreach (var finding in result.Verdict.Findings.Take(ShownFindings)) writer.WriteLine($"  {Mark(finding.Severity)} {finding.Code} {finding.Message}");
        if (result.Verdict.Findings.Count > ShownFindings)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {result.Verdict.Findings.Count - ShownFindings} more in the report."));
        if (result.Ranking is { } ranking) writer.WriteLine($"  block    {string.Join(", ", ranking.Blocks.Take(3).Select(block => string.Create(CultureInfo.InvariantCulture, $"{block.Path} ({block.Score:0.00})")))}");
        if (result.Repair is { } repair) WriteRepair(writer, repair);
    }

    private static void WriteNumbers(TextWriter writer, Evaluation evaluation, Comparison? comparison)
    {
        if (evaluation.Clean is { } clean)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  clean    {clean.Accuracy * 100:0.00} % of {clean.Images}{Change(comparison?.Clean?.Before, clean.Accuracy)}"));
        var cells = evaluation.Corrupted.Count();
        if (cells > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  corrupted {evaluation.MeanCorruptedAccuracy * 100:0.00} % over {cells} cells{Change(comparison?.Mean?.Before, evaluation.MeanCorruptedAccuracy)}"));
    }

    private static void WriteRepair(TextWriter writer, RepairOutcome repair)
    {
        writer.WriteLine($"  repair   {repair.Record.Strategy} on {string.Join(", ", repair.Record.Blocks)}: {(repair.IsAccepted ? $"accepted → {repair.Output}" : "rolled back")}");
        WriteNumbers(writer, repair.Evaluation, repair.AgainstBaseline ?? repair.AgainstOriginal);
    }

    private static string Change(double? before, double after) => before is { } was
        ? string.Create(CultureInfo.InvariantCulture, $" (was {was * 100:0.00} %, {(after - was) * 100:+0.00;−0.00;±0.00} points)")
        : "";

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
