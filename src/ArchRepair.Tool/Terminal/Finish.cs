using ArchRepair.Core.Diagnostics;
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
        string[] repaired = result.Repair is { IsAccepted: true } ? [context.Settings.Repair.Output] : [];
        context.Lists.Write(context.Settings, [Path.Combine(folder, ResultFile.Name), .. written, .. repaired]);
        Print(context, result, code);
        context.Talk.Detail($"digest {ResultDigest.Of(result)} (the same wherever and however often the same answers are measured)");
        foreach (var path in written) context.Talk.Detail($"wrote {path}");
        context.Talk.Say($"Report: {written.FirstOrDefault(path => path.EndsWith("report.md", StringComparison.Ordinal)) ?? Path.Combine(folder, ResultFile.Name)}");
        return code;
    }

    private static void Print(RunContext context, CheckResult result, ExitCode code)
    {
        switch (context.Format)
        {
            case "json":
                context.Output.WriteLine(CoreJson.Serialize(result, isIndented: true));
                break;
            case "msbuild":
                MsBuildLines.Write(context.Output, context.Settings.File, result.Verdict, code);
                break;
            default:
                ResultTable.Write(context.Output, result);
                break;
        }
    }
}
