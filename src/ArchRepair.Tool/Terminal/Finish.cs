using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Reporting;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Commands;
using ArchRepair.Tool.Street;

namespace ArchRepair.Tool.Terminal;

/// <summary>The end of a check: reports, the printed result, the exit code.</summary>
internal static class Finish
{
    public static ExitCode Run(RunContext context, CheckResult result, bool acceptsRepair)
    {
        var folder = context.Settings.Report.Directory;
        Directory.CreateDirectory(folder);
        ResultFile.Write(Path.Combine(folder, ResultFile.Name), result);
        var written = ReportWriter.Write(result, folder, context.Settings.Report.Formats, RepositoryPlaces.Of(context.Settings.File));
        var code = CheckCommand.CodeOf(result, acceptsRepair);
        Print(context, result);
        context.Talk.Detail($"digest {ResultDigest.Of(result)} (the same wherever and however often the same answers are measured)");
        foreach (var path in written) context.Talk.Detail($"wrote {path}");
        context.Talk.Say($"Report: {written.FirstOrDefault(path => path.EndsWith("report.md", StringComparison.Ordinal)) ?? Path.Combine(folder, ResultFile.Name)}");
        return code;
    }

    private static void Print(RunContext context, CheckResult result)
    {
        switch (context.Format)
        {
            case "json":
                context.Output.WriteLine(CoreJson.Serialize(result, isIndented: true));
                break;
            case "msbuild":
                foreach (var finding in result.Verdict.Findings) context.Output.WriteLine(MsBuildLine(context, finding));
                break;
            default:
                ResultTable.Write(context.Output, result);
                break;
        }
    }

    private static string MsBuildLine(RunContext context, Finding finding)
    {
        var severity = finding.Severity is FindingSeverity.Failure or FindingSeverity.Undecided ? "error" : "warning";
        return DiagnosticLines.Line(new Diagnostic(finding.Code, finding.Message, new SourceLocation(context.Settings.File, 1, 1)), severity);
    }
}
