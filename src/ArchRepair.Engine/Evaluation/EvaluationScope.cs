using ArchRepair.Core.Caching;
using ArchRepair.Core.Sharding;

namespace ArchRepair.Engine.Evaluation;

/// <summary>How much of an evaluation is to be measured, and what need not be measured again.</summary>
/// <param name="Shelf">Where finished cells are looked up and kept; null for none.</param>
/// <param name="Shard">Which part of the work is this machine's; null for all of it.</param>
/// <param name="SecondsPerImage">Recorded cost of an image, by cell text; the shards' plan rests on it.</param>
/// <param name="IsCleanOnly">Leaves the corrupted cells out.</param>
public sealed record EvaluationScope(CellShelf? Shelf, ShardSpec? Shard, IReadOnlyDictionary<string, double> SecondsPerImage, bool IsCleanOnly = false)
{
    /// <summary>Everything, afresh.</summary>
    public static EvaluationScope Everything { get; } = new(null, null, new Dictionary<string, double>());
}
