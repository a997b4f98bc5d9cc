using System.CommandLine;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Street;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Commands;

/// <summary><c>repair</c>: localizes, repairs and verifies, whatever the gate says.</summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var budget = new Option<double?>("--budget-minutes") { Description = "Budget in minutes." };
        var strategy = new Option<string?>("--strategy") { Description = "Repair strategy instead of repair.strategy." };
        var block = new Option<string?>("--block") { Description = "Path of the block to repair instead of the most vulnerable one." };
        var blocks = new Option<int?>("--blocks") { Description = "Most blocks to repair, instead of repair.blocks." };
        var resume = new Option<bool>("--resume") { Description = "Continue an interrupted repair; an error when there is none that fits." };
        var restart = new Option<bool>("--restart") { Description = "Throw an interrupted repair away and start anew." };
        var python = new Option<string?>("--emit-python") { Description = "File for a self-contained PyTorch module that loads the accepted model." };
        var command = new Command("repair", """
            Localizes, repairs and verifies; writes the repaired model when it passes the gate.

            Examples:
              dotnet archrepair repair
              dotnet archrepair repair --block layer1.0 --budget-minutes 5
              dotnet archrepair repair --resume
            """);
        options.AddTo(command, hasDryRun: false);
        foreach (var option in new Option[] { budget, strategy, block, blocks, resume, restart, python }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = CheckCommand.WithRepair(RunContext.Create(parsed, options, ToolEnvironment.Process), true, false, parsed.GetValue(budget));
            var repair = context.Settings.Repair;
            repair = repair with { Strategy = parsed.GetValue(strategy) ?? repair.Strategy, Block = parsed.GetValue(block) ?? repair.Block, Blocks = parsed.GetValue(blocks) ?? repair.Blocks };
            if (repair.Problems().FirstOrDefault() is { } problem) throw new ArchRepairException(ExitCode.Usage, "AR0105", $"--blocks: {problem}");
            if (!Core.Settings.SettingsReader.Strategies.Contains(repair.Strategy))
                throw new ArchRepairException(ExitCode.Usage, "AR0105", $"--strategy is '{repair.Strategy}'; {NearestName.Hint(repair.Strategy, Core.Settings.SettingsReader.Strategies.ToArray())}");
            context = context with { Settings = context.Settings with { Repair = repair } };
            var result = await new CheckStreet(context).RunRepairAsync(Resumption(parsed.GetValue(resume), parsed.GetValue(restart)), cancellation).ConfigureAwait(false);
            Finish.Run(context, result, acceptsRepair: true);
            if (parsed.GetValue(python) is { } file) await EmitAsync(context, result, file, cancellation).ConfigureAwait(false);
            return (int)(result.Repair is { IsAccepted: true } ? ExitCode.Passed : ExitCode.Regressed);
        });
        return command;
    }

    private static async Task EmitAsync(RunContext context, CheckResult result, string file, CancellationToken cancellation)
    {
        if (result.Repair is not { IsAccepted: true })
        {
            context.Talk.Say($"{file} was not written: there is no accepted model.");
            return;
        }
        var repaired = context.Settings.Model with { Weights = context.Settings.Repair.Output };
        await context.Worker.AskAsync<InspectResponse>(
            path => new InspectRequest(WorkerRequest.CurrentSchema, path, context.Compute, repaired, Path.GetFullPath(file)), cancellation).ConfigureAwait(false);
        context.Talk.Say($"Written: {file}");
    }

    private static RepairResumption Resumption(bool resumes, bool restarts) => (resumes, restarts) switch
    {
        (true, true) => throw new ArchRepairException(ExitCode.Usage, "AR0105", "--resume and --restart exclude each other."),
        (true, false) => RepairResumption.Required,
        (false, true) => RepairResumption.Restart,
        _ => RepairResumption.None,
    };
}
