using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Terminal;

/// <summary>A verdict as lines that MSBuild and editors understand, each at the setting that decided.</summary>
internal static class MsBuildLines
{
    /// <summary>What lets the command pass is no error: the findings of a model whose repair was accepted are warnings.</summary>
    public static void Write(TextWriter output, string settingsFile, Verdict verdict, ExitCode code)
    {
        var places = SettingsPlaces.Read(settingsFile, settingsFile);
        foreach (var finding in verdict.Findings)
        {
            var isError = code != ExitCode.Passed && finding.Severity is FindingSeverity.Failure or FindingSeverity.Undecided;
            output.WriteLine(DiagnosticLines.Line(new Diagnostic(finding.Code, finding.Message, places.PlaceOf(finding)), isError ? "error" : "warning"));
        }
    }
}
