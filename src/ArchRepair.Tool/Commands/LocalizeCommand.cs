using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Reporting;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Street;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Commands;

/// <summary><c>localize</c>: ranks the blocks for the failing cells.</summary>
internal static class LocalizeCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var command = new Command("localize", """
            Ranks the blocks of the model for the cells that fail against the baseline (the five weakest cells without one), and
            writes ranking.md, ranking.json and their plots into the folder "localization" of the reports.

            Examples:
              dotnet archrepair localize --format json
              dotnet archrepair localize --layer-level
            """);
        options.AddTo(command, hasDryRun: false);
        var layerLevel = new Option<bool>("--layer-level") { Description = "Rank single convolutions instead of blocks." };
        command.Options.Add(layerLevel);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = RunContext.Create(parsed, options, ToolEnvironment.Process);
            if (parsed.GetValue(layerLevel))
                context = context with { Settings = context.Settings with { Localization = context.Settings.Localization with { IsLayerLevel = true } } };
            var (_, ranking) = await new CheckStreet(context).RunLocalizeAsync(cancellation).ConfigureAwait(false);
            var files = RankingReport.Write(ranking, Path.Combine(context.Settings.Report.Directory, "localization"));
            if (context.Format == "json")
            {
                await context.Output.WriteLineAsync(CoreJson.Serialize(ranking, isIndented: true)).ConfigureAwait(false);
                return (int)ExitCode.Passed;
            }

            RankingTable.Write(context.Output, ranking);
            context.Talk.Say($"Written: {files[0]} and {files.Count - 1} files beside it");
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
