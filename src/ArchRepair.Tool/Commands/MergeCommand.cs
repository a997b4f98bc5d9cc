using System.CommandLine;
using System.Security.Cryptography;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Sharding;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Sharding;
using ArchRepair.Tool.Street;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Commands;

/// <summary><c>merge</c>: joins shards, then decides and reports as <c>check</c> does.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var shards = new Option<string[]>("--shards")
        {
            Description = "Files of shards, or folders that hold them; 'shards' in the report folder by default.",
            AllowMultipleArgumentsPerToken = true,
        };
        var repair = new Option<bool>("--repair") { Description = "Repair when the gate fails, whatever repair.when says." };
        var noRepair = new Option<bool>("--no-repair") { Description = "Never repair." };
        var accept = new Option<bool>("--accept-repair") { Description = "Exit 0 when the repaired model passes the gate." };
        var command = new Command("merge", """
            Joins what 'check --shard' measured on several machines, then decides and reports as one check would have done.
            Where weights or images are not on this machine, a failed gate is reported without localization.

            Examples:
              dotnet archrepair merge
              dotnet archrepair merge ci/archrepair.json --shards downloaded/ --no-repair
            """);
        options.AddTo(command, hasDryRun: false);
        foreach (var option in new Option[] { shards, repair, noRepair, accept }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = RunContext.Create(parsed, options, ToolEnvironment.Process);
            context = CheckCommand.WithRepair(context, parsed.GetValue(repair), parsed.GetValue(noRepair), null);
            string[] named = parsed.GetValue(shards) is { Length: > 0 } paths ? paths : [Path.Combine(context.Settings.Report.Directory, ShardFile.Folder)];
            var files = ShardFile.ReadAll(named);
            var merged = ShardMerge.Join(files);
            RefuseOtherWeights(context.Settings.Model.Weights, merged.Evaluation.Model.WeightsSha256);
            context.Talk.Say($"Merged {string.Join(", ", files.Select(file => file.Shard.Shard).Distinct().OrderBy(shard => shard.Index))}: {merged.Evaluation.Cells.Count} cells.");
            if (files.Select(file => file.Shard.Processor).Distinct().Count() > 1)
                context.Talk.Say("The shards were computed on different kinds of processors: answers within rounding of a tie may differ from one machine's.");
            var result = await new CheckStreet(context, merged).RunAsync(cancellation).ConfigureAwait(false);
            return (int)Finish.Run(context, result, parsed.GetValue(accept));
        });
        return command;
    }

    // The settings name what a report calls the model and what would be localized; the shards say what was measured.
    private static void RefuseOtherWeights(string path, string measured)
    {
        if (!File.Exists(path)) return;
        using var stream = File.OpenRead(path);
        if (Convert.ToHexStringLower(SHA256.HashData(stream)) != measured)
            throw new ArchRepairException(ExitCode.Usage, "AR0311", $"The shards measured other weights (SHA-256 {measured[..12]}…) than '{path}' holds; name theirs with --weights.");
    }
}
