using System.CommandLine;
using System.Globalization;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Sharding;
using ArchRepair.Tool.CommandLine;
using ArchRepair.Tool.Street;

namespace ArchRepair.Tool.Sharding;

/// <summary>The options of a check that is one of several.</summary>
internal sealed class ShardOption
{
    public Option<string?> Shard { get; } = new("--shard")
    {
        Description = "Measure only this share of the cells and images, e.g. 2/4, or auto: GitLab's, Azure's, Kubernetes' or Slurm's own numbers. 'merge' joins the shares.",
    };

    public Option<string?> Durations { get; } = new("--durations")
    {
        Description = "A result.json of an earlier run whose durations balance the shards; every shard needs the same file.",
    };

    public Option[] All => [Shard, Durations];

    /// <exception cref="ArchRepairException">The shard cannot be told (AR0105), or the durations cannot be read (AR0201, AR0202); exit 2.</exception>
    public (ShardSpec Shard, IReadOnlyDictionary<string, double> SecondsPerImage)? Read(ParseResult parsed, ToolEnvironment environment)
    {
        var text = parsed.GetValue(Shard) ?? environment.Text("ARCHREPAIR_SHARD");
        var durations = parsed.GetValue(Durations);
        if (text is null && durations is not null) throw Wrong("--durations balances shards; it needs --shard.");
        return text is null ? null : (Parse(text, environment), durations is null ? new Dictionary<string, double>() : ReadDurations(durations));
    }

    private static ShardSpec Parse(string text, ToolEnvironment environment)
    {
        if (text == "auto")
        {
            var (found, why) = ShardHosts.Find(environment.Text);
            return found ?? throw Wrong($"--shard auto: {why}");
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var total))
            throw Wrong($"--shard is '{text}'; it must be INDEX/TOTAL, e.g. 2/4, or auto.");
        var shard = new ShardSpec(index, total);
        return shard.Problems().FirstOrDefault() is { } problem ? throw Wrong($"--shard is '{text}': {problem}") : shard;
    }

    private static IReadOnlyDictionary<string, double> ReadDurations(string path) =>
        ResultFile.Read(Path.GetFullPath(path)).Provenance.SecondsPerImage
        ?? throw new ArchRepairException(ExitCode.Usage, "AR0202", $"The result '{path}' holds no durations; it was written by an older version.");

    private static ArchRepairException Wrong(string message) => new(ExitCode.Usage, "AR0105", message);
}
