using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Sharding;
using ArchRepair.Tool.Street;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Commands;

/// <summary><c>check</c>: the gate.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var repair = new Option<bool>("--repair") { Description = "Repair when the gate fails, whatever repair.when says." };
        var noRepair = new Option<bool>("--no-repair") { Description = "Never repair." };
        var accept = new Option<bool>("--accept-repair") { Description = "Exit 0 when the repaired model passes the gate." };
        var budget = new Option<double?>("--budget-minutes") { Description = "Budget of the repair in minutes." };
        var history = new Option<string?>("--history") { Description = "Folder that remembers runs: appends a line and draws the trend." };
        var shard = new ShardOption();
        var fast = new FastOptions();
        var command = new Command("check", """
            Evaluates, compares with the baseline, decides; where the gate fails, localizes, repairs and verifies.

            Examples:
              dotnet archrepair check
              dotnet archrepair check ci/archrepair.json --no-repair
              dotnet archrepair check --fast
              dotnet archrepair check --weights models/candidate.pth --repair --budget-minutes 10
              dotnet archrepair check --shard 2/4
            """);
        options.AddTo(command);
        foreach (var option in new Option[] { repair, noRepair, accept, budget, history }.Concat(shard.All)) command.Options.Add(option);
        fast.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = RunContext.Create(parsed, options, ToolEnvironment.Process);
            context = WithRepair(context, parsed.GetValue(repair), parsed.GetValue(noRepair), parsed.GetValue(budget));
            var part = shard.Read(parsed, ToolEnvironment.Process);
            context = fast.Apply(context, parsed, ToolEnvironment.Process, isShard: part is not null);
            if (context.IsDryRun) return DryRun.Print(context);
            if (part is { } share) return (int)await ShardRun.RunAsync(context, share.Shard, share.SecondsPerImage, cancellation).ConfigureAwait(false);
            context.Talk.OpenGroup("ArchRepair: steps");
            var result = await new CheckStreet(context).RunAsync(cancellation).ConfigureAwait(false);
            var code = Finish.Run(context, result, parsed.GetValue(accept));
            if ((parsed.GetValue(history) ?? ToolEnvironment.Process.Text("ARCHREPAIR_HISTORY")) is { } folder)
                await History.RecordAsync(Path.GetFullPath(folder), result, ToolEnvironment.Process, cancellation).ConfigureAwait(false);
            return (int)code;
        });
        return command;
    }

    /// <summary>Applies the repair options to the settings.</summary>
    public static RunContext WithRepair(RunContext context, bool isForced, bool isForbidden, double? budget)
    {
        if (isForced && isForbidden) throw new ArchRepairException(ExitCode.Usage, "AR0105", "--repair and --no-repair exclude each other.");
        var repair = context.Settings.Repair;
        if (isForced) repair = repair with { When = RepairWhen.OnFailure };
        if (isForbidden) repair = repair with { When = RepairWhen.Never };
        if (budget is { } minutes) repair = repair with { BudgetMinutes = minutes };
        if (repair.Problems().FirstOrDefault() is { } problem) throw new ArchRepairException(ExitCode.Usage, "AR0105", $"--budget-minutes: {problem}");
        if (isForced && context.Settings.Data.Train is null)
            throw new ArchRepairException(ExitCode.Usage, "AR0104", $"--repair needs training images, but '{context.Settings.File}' has no 'data.train'.");
        return context with { Settings = context.Settings with { Repair = repair } };
    }

    /// <summary>Exit code of a finished check.</summary>
    public static ExitCode CodeOf(CheckResult result, bool acceptsRepair) => result.Verdict.Outcome switch
    {
        Outcome.Passed or Outcome.Warned => ExitCode.Passed,
        Outcome.Inconclusive => ExitCode.Inconclusive,
        _ => acceptsRepair && result.Repair is { IsAccepted: true } ? ExitCode.Passed : ExitCode.Regressed,
    };
}
