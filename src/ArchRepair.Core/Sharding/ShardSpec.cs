namespace ArchRepair.Core.Sharding;

/// <summary>One of several machines that share the work of a check.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Total">At least 1.</param>
public sealed record ShardSpec(int Index, int Total)
{
    /// <summary>Most shards of a check; more would have no piece of images each.</summary>
    public const int MostShards = 10_000;

    public IEnumerable<string> Problems()
    {
        if (Total is < 1 or > MostShards) yield return $"the total is {Total}; it must lie in [1, {MostShards}].";
        else if (Index < 1 || Index > Total) yield return $"the index is {Index}; it must lie in [1, {Total}].";
    }

    /// <summary><c>2/4</c>, as the command line has it.</summary>
    public override string ToString() => $"{Index}/{Total}";
}
