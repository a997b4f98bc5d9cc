using System.Text;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting;
using ArchRepair.Reporting.Hosts;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Ci;

/// <summary>Tells the build host what came out: marks in the log, the summary of the job, values for later steps.</summary>
internal static class CiOutput
{
    /// <summary>GitHub drops a step's summary of a MiB or more as a whole, whoever wrote its parts.</summary>
    private const long SummaryLimit = 1_000_000;

    /// <param name="log">Where the host reads commands.</param>
    /// <param name="folder">Folder with the reports.</param>
    /// <param name="model">Where the model is declared; null where that is not known.</param>
    public static void Write(string host, CheckResult result, ExitCode code, string folder, SettingsPlaces places, ModelPlace? model, TextWriter log, ToolEnvironment environment)
    {
        switch (host)
        {
            case "github":
                foreach (var line in GitHubLog.Annotations(result, places, model)) log.WriteLine(line);
                AppendSummary(result, environment.Text("GITHUB_STEP_SUMMARY"));
                AppendOutputs(result, code, folder, environment.Text("GITHUB_OUTPUT"));
                break;
            case "azure":
                foreach (var line in AzureLog.Issues(result, places, model)) log.WriteLine(line);
                if (Existing(folder, "summary.md") is { } summary) log.WriteLine(AzureLog.UploadSummary(summary));
                foreach (var (name, value) in Values(result, code, folder)) log.WriteLine(AzureLog.SetOutput(name, value));
                break;
            default:
                break;
        }

        log.Flush();
    }

    /// <summary>Formats that the host reads are written even where the settings leave them out.</summary>
    public static IReadOnlyList<string> Formats(string host, IReadOnlyList<string> chosen) => host switch
    {
        "gitlab" => [.. chosen.Union(["gitlab", "junit"])],
        "azure" => [.. chosen.Union(["markdown", "junit"])],
        "github" => [.. chosen.Union(["markdown"])],
        _ => chosen,
    };

    private static void AppendSummary(CheckResult result, string? file)
    {
        if (file is null) return;
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        var present = File.Exists(file) ? new FileInfo(file).Length : 0;
        // Several checks of one step share the limit; what is short always finds room.
        if (present + SummaryReport.MaxBytes < SummaryLimit) SummaryReport.Write(result, text);
        else if (present + CommentReport.MaxLength * 3L < SummaryLimit) CommentReport.Write(result, text);
        text.Write("\n");
        File.AppendAllText(file, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static void AppendOutputs(CheckResult result, ExitCode code, string folder, string? file)
    {
        if (file is null) return;
        File.AppendAllText(file, GitHubLog.Outputs(Values(result, code, folder), $"archrepair-{Guid.NewGuid():N}"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static IEnumerable<(string Name, string Value)> Values(CheckResult result, ExitCode code, string folder)
    {
        yield return ("verdict", result.Verdict.Outcome.ToString().ToLowerInvariant());
        yield return ("exit-code", ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("report", Existing(folder, "report.md") ?? folder);
        yield return ("report-directory", folder);
        yield return ("repaired-model", result.Repair is { IsAccepted: true } repair ? repair.Output ?? "" : "none");
    }

    private static string? Existing(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;
}
