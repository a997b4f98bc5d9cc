using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Results;
using ArchRepair.Reporting;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Street;

/// <summary>A folder that remembers runs: a line each, and the trend drawn from them.</summary>
internal static class History
{
    private const int Attempts = 400;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Appends the run and draws the trend anew.</summary>
    /// <returns>Paths of the drawn files, the Markdown first.</returns>
    /// <exception cref="ArchRepairException">Another process holds the file for more than ten seconds (AR0240, exit 4).</exception>
    public static async Task<IReadOnlyList<string>> RecordAsync(string folder, CheckResult result, ToolEnvironment environment, CancellationToken cancellation)
    {
        var run = TrendReport.LineOf(result, Commit(environment));
        for (var attempt = 1; !HistoryFile.TryAppend(folder, run); attempt++)
        {
            if (attempt == Attempts)
                throw new ArchRepairException(ExitCode.Environment, "AR0240", $"Another process holds the history '{Path.Combine(folder, HistoryFile.Name)}' since ten seconds; run again when it has ended.");
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }

        return Draw(folder);
    }

    private static IReadOnlyList<string> Draw(string folder)
    {
        var (runs, _) = HistoryFile.Read(folder);
        (string Name, Action<IReadOnlyList<HistoryLine>, TextWriter> Write)[] forms =
        [
            ("trend.md", TrendReport.WriteMarkdown), ("trend.html", TrendReport.WriteHtml), ("trend.svg", TrendReport.WriteSvg),
        ];
        var written = new List<string>();
        foreach (var (name, write) in forms)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            write(runs, text);
            written.Add(Path.Combine(folder, name));
            AtomicFile.WriteText(written[^1], text.ToString());
        }

        return written;
    }

    private static string Commit(ToolEnvironment environment) =>
        environment.Text("GITHUB_SHA") ?? environment.Text("BUILD_SOURCEVERSION") ?? environment.Text("CI_COMMIT_SHA") ?? "";
}
