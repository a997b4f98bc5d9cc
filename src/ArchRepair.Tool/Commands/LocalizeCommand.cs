using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
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
            Ranks the blocks of the model for the cells that fail against the baseline (the five weakest cells without one).

            Example:
              dotnet archrepair localize --format json
            """);
        options.AddTo(command, hasDryRun: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = RunContext.Create(parsed, options, ToolEnvironment.Process);
            var (_, ranking) = await new CheckStreet(context).RunLocalizeAsync(cancellation).ConfigureAwait(false);
            if (context.Format == "json")
            {
                await context.Output.WriteLineAsync(CoreJson.Serialize(ranking, isIndented: true)).ConfigureAwait(false);
                return (int)ExitCode.Passed;
            }

            RankingTable.Write(context.Output, ranking);
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
