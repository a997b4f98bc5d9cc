using System.Globalization;

namespace ArchRepair.Core.Sharding;

/// <summary>Which shard a job is, from the variables that its host sets. Pure: the variables come as a function.</summary>
public static class ShardHosts
{
    /// <summary>Says how many shards there are where the host does not (Kubernetes).</summary>
    public const string TotalVariable = "ARCHREPAIR_SHARD_TOTAL";

    private static readonly (string Host, string Index, Func<Func<string, int?>, (int Index, int Total)?> Read)[] Hosts =
    [
        ("GitLab", "CI_NODE_INDEX", read => Pair(read("CI_NODE_INDEX"), read("CI_NODE_TOTAL"))),
        ("Azure Pipelines", "SYSTEM_JOBPOSITIONINPHASE", read => Pair(read("SYSTEM_JOBPOSITIONINPHASE"), read("SYSTEM_TOTALJOBSINPHASE"))),
        ("Slurm", "SLURM_ARRAY_TASK_ID", Slurm),
        ("Kubernetes", "JOB_COMPLETION_INDEX", read => Pair(read("JOB_COMPLETION_INDEX") + 1, read(TotalVariable))),
    ];

    /// <param name="read">Value of an environment variable, or null.</param>
    /// <returns>The shard and the host's name; or null and why there is none.</returns>
    public static (ShardSpec? Shard, string Text) Find(Func<string, string?> read)
    {
        int? Number(string name) => int.TryParse(read(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
        foreach (var (host, index, find) in Hosts)
        {
            if (read(index) is not { Length: > 0 } value) continue;
            if (find(Number) is not { } found)
                return (null, $"{host} sets {index}={value}, but how many shards there are cannot be told; {(host == "Kubernetes" ? $"pass the number of completions in {TotalVariable}" : host == "Slurm" ? "the array must be regular (1-8, 0-14:2)" : "its total is missing")}.");
            var shard = new ShardSpec(found.Index, found.Total);
            return shard.Problems().FirstOrDefault() is { } problem ? (null, $"{host}: {problem}") : (shard, host);
        }

        return (null, $"none of {string.Join(", ", Hosts.Select(host => host.Index))} is set; on other hosts name the shard, e.g. --shard 2/4.");
    }

    private static (int, int)? Pair(int? index, int? total) => index is { } i && total is { } n ? (i, n) : null;

    // Tasks of an array are numbered min, min + step …; a list such as 1,3,7 has no such rule.
    private static (int, int)? Slurm(Func<string, int?> read)
    {
        if (read("SLURM_ARRAY_TASK_ID") is not { } id || read("SLURM_ARRAY_TASK_MIN") is not { } first || read("SLURM_ARRAY_TASK_COUNT") is not { } count) return null;
        var step = read("SLURM_ARRAY_TASK_STEP") ?? 1;
        if (step < 1 || (id - first) % step != 0) return null;
        var isRegular = read("SLURM_ARRAY_TASK_MAX") is not { } last || (last - first) / step + 1 == count;
        return isRegular ? ((id - first) / step + 1, count) : null;
    }
}
