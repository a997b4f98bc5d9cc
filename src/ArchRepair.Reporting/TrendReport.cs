using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Html;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>How a model's robustness went over runs: a picture and a table.</summary>
public static class TrendReport
{
    private const string Key = "trend";
    private const int ShownRows = 50;
    private static readonly string[] Columns = ["started, UTC", "model", "commit", "weights", "gate", ">clean", ">mean corrupted", ">change, points", ">failed cells", "repair", ">time"];

    /// <summary>A finished check as a line of its history.</summary>
    /// <param name="commit">Commit that was checked; empty where unknown.</param>
    public static HistoryLine LineOf(CheckResult result, string commit)
    {
        var facts = new ReportFacts(result);
        var evaluation = result.Evaluation;
        // Cells and pixels too: a mean over other cells is another number.
        var data = string.Join('\n', evaluation.Cells.Select(outcome => $"{outcome.Cell} {outcome.PixelsHash}").Prepend(evaluation.Data.LabelsHash));
        return new HistoryLine(
            HistoryLine.CurrentSchema, result.Provenance.StartedAt.ToUniversalTime(), result.Name, evaluation.Model.WeightsSha256, commit, result.Verdict.Outcome.ToString(),
            evaluation.Clean is { Images: > 0 } clean ? clean.Accuracy : null, facts.CorruptedCells.Count > 0 ? evaluation.MeanCorruptedAccuracy : null, facts.IntervalOfMean(evaluation),
            facts.FailedCells.Count, facts.CorruptedCells.Count, result.Repair?.IsAccepted, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)).AsSpan(0, 8)),
            result.Provenance.ToolVersion, result.Provenance.Seconds.Values.Where(double.IsFinite).Sum());
    }

    /// <summary>Writes Markdown.</summary>
    /// <param name="runs">In any order; one or more.</param>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static void WriteMarkdown(IReadOnlyList<HistoryLine> runs, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(MarkdownText.Join([Section(Ordered(runs))]));
    }

    /// <summary>Writes a self-contained page with the picture.</summary>
    /// <inheritdoc cref="WriteMarkdown" path="/param|/exception"/>
    public static void WriteHtml(IReadOnlyList<HistoryLine> runs, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var ordered = Ordered(runs);
        HtmlPage.Write(writer, ordered[^1].ToolVersion, [Section(ordered)], new Dictionary<string, Svg>(StringComparer.Ordinal) { [Key] = TrendPicture.Of(ordered) });
    }

    /// <summary>The picture alone, as SVG.</summary>
    /// <inheritdoc cref="WriteMarkdown" path="/param|/exception"/>
    public static void WriteSvg(IReadOnlyList<HistoryLine> runs, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(TrendPicture.Of(Ordered(runs)).Standalone());
    }

    private static HistoryLine[] Ordered(IReadOnlyList<HistoryLine> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Count > 0 ? [.. runs.OrderBy(run => run.StartedAt)] : throw new ArgumentException("A trend needs a run.", nameof(runs));
    }

    private static ReportSection Section(HistoryLine[] runs)
    {
        var last = runs[^1];
        var before = runs.LastOrDefault(run => run.StartedAt < last.StartedAt && run.Data == last.Data && run.MeanCorrupted is not null);
        var text = new StringBuilder($"The last of {Number.Of(runs.Length, "run")}, {Escape.Name(last.Name)}: {Word(last)}");
        if (last.MeanCorrupted is { } mean) text.Append(CultureInfo.InvariantCulture, $", {Number.Percent(mean)} of the corrupted images right");
        if (last.MeanCorrupted is { } now && before?.MeanCorrupted is { } then) text.Append(CultureInfo.InvariantCulture, $", {Number.Points(now - then)} points against the run before on the same images");
        text.Append(".\n\n");
        // Columns that say nothing of any run would only push the others off the page.
        string[] unused = [.. runs.All(run => run.Commit.Length == 0) ? ["commit"] : Array.Empty<string>(), .. runs.All(run => run.IsRepaired is null) ? ["repair"] : Array.Empty<string>()];
        int[] used = [.. Columns.Index().Where(column => !unused.Contains(column.Item)).Select(column => column.Index)];
        var table = new MarkdownTable([.. used.Select(column => Columns[column])]);
        foreach (var (i, run) in runs.Index().Reverse().Take(ShownRows))
        {
            var row = Row(run, i == 0 ? null : runs[i - 1]);
            table.Add([.. used.Select(column => row[column])]);
        }

        text.Append(table);
        if (runs.Length > ShownRows) text.Append(CultureInfo.InvariantCulture, $"\nThe last {Number.Count(ShownRows)} of {Number.Count(runs.Length)} runs.\n");
        text.Append("\nIn brackets: the interval of that run's own report, of level 1 − alpha of its gate. Change: from the run before, where both were measured on the same images.\n");
        return new ReportSection(Key, "Robustness over time", text.ToString());
    }

    private static string[] Row(HistoryLine run, HistoryLine? before) =>
    [
        run.StartedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Escape.Name(run.Name), run.Commit.Length == 0 ? Number.None : Escape.Name(run.Commit[..Math.Min(9, run.Commit.Length)]),
        Escape.Name(run.WeightsSha256[..Math.Min(9, run.WeightsSha256.Length)]), Word(run), Number.Percent(run.Clean ?? double.NaN),
        run is { MeanCorrupted: { } mean, Interval: { } interval } ? Number.Percent(mean, interval) : Number.None,
        before is { MeanCorrupted: { } then } && run.MeanCorrupted is { } now && before.Data == run.Data ? Number.Points(now - then) : Number.None,
        $"{Number.Count(run.FailedCells)} of {Number.Count(run.Cells)}", run.IsRepaired switch { true => "accepted", false => "rolled back", null => "" }, Number.Duration(run.Seconds),
    ];

    private static string Word(HistoryLine run) => run.Outcome switch
    {
        nameof(Outcome.Passed) => "✓ passed",
        nameof(Outcome.Warned) => "! warned",
        nameof(Outcome.Regressed) => "✗ failed",
        _ => "? undecided",
    };
}
