using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Reporting;
using ArchRepair.Tool.Ci;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Commands;
using ArchRepair.Tool.Projects;
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
        var places = RepositoryPlaces.Of(context.Settings.File);
        var written = ReportWriter.Write(result, folder, CiOutput.Formats(context.Ci, context.Settings.Report.Formats), places, context.Cache.Store);
        var code = CheckCommand.CodeOf(result, acceptsRepair);
        string[] repaired = result.Repair is { IsAccepted: true } ? [context.Settings.Repair.Output] : [];
        context.Lists.Write(context.Settings, [Path.Combine(folder, ResultFile.Name), .. written, .. repaired]);
        context.Talk.CloseGroup();
        Print(context, result, code);
        // With another form than text, standard output holds the result and nothing else.
        CiOutput.Write(context.Ci, result, code, folder, places, context.Ci == "none" ? null : ModelSource.Find(context.Worker.ProjectAssembly, result.Evaluation.Model.Architecture), context.Format == "text" ? context.Output : context.Talk.Log, ToolEnvironment.Process);
        context.Talk.Detail(() => $"digest {ResultDigest.Of(result)} (the same wherever and however often the same answers are measured)");
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
                ResultScreen.Write(Screen.For(context.Output, context.Ci, ToolEnvironment.Process), result);
                break;
        }
    }
}
