using System.CommandLine;
using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Files;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Street;

namespace ArchRepair.Tool.Commands;

/// <summary><c>report</c>: renders reports again from a result file, puts two results side by side, or records one in a history.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("result") { Description = "A result.json.", DefaultValueFactory = _ => Path.Combine("artifacts", "archrepair", ResultFile.Name) };
        var folder = new Option<string?>("--output") { Description = "Folder to write into; the result's own by default." };
        var compare = new Option<string[]>("--compare") { Description = "Two result files to put side by side: the second against the first.", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
        var history = new Option<string?>("--history") { Description = "Folder that remembers runs: appends a line and draws the trend." };
        var formats = new Option<string[]>("--formats")
        {
            Description = string.Join(", ", ReportSettings.KnownFormats) + ".",
            DefaultValueFactory = _ => [.. ReportSettings.DefaultFormats],
            AllowMultipleArgumentsPerToken = true,
        };
        formats.AcceptOnlyFromAmong([.. ReportSettings.KnownFormats]);
        var list = new CommonOptions().ListOutputs;
        var command = new Command("report", """
            Renders reports again from a result file, puts two results side by side, or records a result in a history.

            Examples:
              dotnet archrepair report artifacts/archrepair/result.json --output site
              dotnet archrepair report --formats gitlab trx
              dotnet archrepair report --compare before/result.json after/result.json --output site
              dotnet archrepair report --history history
            """) { file, folder, formats, compare, history, list };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var named = parsed.GetValue(folder) is { } text ? Path.GetFullPath(text) : null;
            if (parsed.GetValue(compare) is { Length: 2 } pair)
            {
                foreach (var written in Compare(Path.GetFullPath(pair[0]), Path.GetFullPath(pair[1]), named)) await output.WriteLineAsync(written).ConfigureAwait(false);
                return (int)ExitCode.Passed;
            }

            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var result = ResultFile.Read(path);
            var directory = named ?? Path.GetDirectoryName(path)!;
            var reports = ReportWriter.Write(result, directory, parsed.GetRequiredValue(formats), RepositoryPlaces.Of(Path.GetFullPath(result.Provenance.SettingsFile)));
            new FileLists(null, parsed.GetValue(list)).WriteOutputs([path, .. reports]);
            foreach (var written in reports) await output.WriteLineAsync(written).ConfigureAwait(false);
            if (parsed.GetValue(history) is { } memory)
                foreach (var written in await History.RecordAsync(Path.GetFullPath(memory), result, ToolEnvironment.Process, cancellation).ConfigureAwait(false))
                    await output.WriteLineAsync(written).ConfigureAwait(false);
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static IEnumerable<string> Compare(string first, string second, string? folder)
    {
        var (before, after) = (ResultFile.Read(first), ResultFile.Read(second));
        var directory = folder ?? Path.GetDirectoryName(second)!;
        (string Name, Action<CheckResult, CheckResult, TextWriter> Write)[] forms = [("compare.md", CompareReport.WriteMarkdown), ("compare.html", CompareReport.WriteHtml)];
        foreach (var (name, write) in forms)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            write(before, after, text);
            var path = Path.Combine(directory, name);
            AtomicFile.WriteText(path, text.ToString());
            yield return path;
        }
    }
}
