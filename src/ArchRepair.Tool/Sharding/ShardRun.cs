using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Sharding;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Sharding;

/// <summary>Measures one shard and writes its file; decides nothing.</summary>
internal static class ShardRun
{
    public static async Task<ExitCode> RunAsync(RunContext context, ShardSpec shard, IReadOnlyDictionary<string, double> secondsPerImage, CancellationToken cancellation)
    {
        var settings = context.Settings;
        context.Talk.Say($"Evaluating shard {shard} of {settings.Model.Architecture} ({Path.GetFileName(settings.Model.Weights)}) …");
        var result = await context.Cache.MeasureShardAsync(settings.Model, settings.Data, context.Compute, new ShardRequest(shard, secondsPerImage), cancellation).ConfigureAwait(false);
        var path = ShardFile.Write(Path.Combine(settings.Report.Directory, ShardFile.Folder), result);
        context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shard {shard}: {result.Parts.Count} ranges of cells in {result.Frame.Seconds:0.0} s → {path}"));
        return ExitCode.Passed;
    }
}
