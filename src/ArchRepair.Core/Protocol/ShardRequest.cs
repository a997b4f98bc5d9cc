using ArchRepair.Core.Sharding;

namespace ArchRepair.Core.Protocol;

/// <summary>Which part of an evaluation a worker measures.</summary>
/// <param name="SecondsPerImage">Recorded cost of an image, by cell text; all shards of a run must be given the same.</param>
public sealed record ShardRequest(ShardSpec Shard, IReadOnlyDictionary<string, double> SecondsPerImage);
