using ArchRepair.Core.Results;

namespace ArchRepair.Core.Sharding;

/// <summary>What one shard measured, and by what the others of its run are known.</summary>
/// <param name="Schema">Version of this file's layout; see <see cref="CurrentSchema"/>.</param>
/// <param name="PlanHash">Hash of the plan: cells, images, durations and number of shards.</param>
/// <param name="DataHash">Hash of all images and the settings that make them; the same on every machine.</param>
/// <param name="EngineHash">Hash of the program that computed.</param>
/// <param name="Processor">Kind of processor; shards may differ in it, and then in answers within rounding of a tie.</param>
/// <param name="Frame">Identities and labels; no cells.</param>
/// <param name="Parts">Each a <see cref="CellPart"/> as bytes.</param>
public sealed record ShardResult(
    int Schema, ShardSpec Shard, string PlanHash, string DataHash, string EngineHash, string Processor, ulong Seed, bool IsExact,
    Evaluation Frame, BackendDescription Backend, string Form, IReadOnlyList<byte[]> Parts)
{
    public const int CurrentSchema = 1;
}
