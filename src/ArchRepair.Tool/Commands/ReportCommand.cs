using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting;
using ArchRepair.Tool.Street;

namespace ArchRepair.Tool.Commands;

/// <summary><c>report</c>: renders reports again from a result file.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("result") { Description = "A result.json.", DefaultValueFactory = _ => Path.Combine("artifacts", "archrepair", ResultFile.Name) };
        var folder = new Option<string?>("--output") { Description = "Folder to write into; the result's own by default." };
        var formats = new Option<string[]>("--formats")
        {
            Description = "markdown, html, junit.",
            DefaultValueFactory = _ => [.. ReportSettings.KnownFormats],
            AllowMultipleArgumentsPerToken = true,
        };
        formats.AcceptOnlyFromAmong([.. ReportSettings.KnownFormats]);
        var command = new Command("report", """
            Renders reports again from a result file.

            Example:
              dotnet archrepair report artifacts/archrepair/result.json --output site
            """) { file, folder, formats };
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var result = ResultFile.Read(path);
            var directory = parsed.GetValue(folder) is { } named ? Path.GetFullPath(named) : Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(directory);
            foreach (var written in ReportWriter.Write(result, directory, parsed.GetRequiredValue(formats))) parsed.InvocationConfiguration.Output.WriteLine(written);
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
