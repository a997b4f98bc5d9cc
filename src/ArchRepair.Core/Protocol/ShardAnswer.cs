namespace ArchRepair.Core.Protocol;

/// <summary>What a shard measured.</summary>
/// <param name="PlanHash">Hash of the plan that the part was taken from.</param>
/// <param name="Parts">Each a <see cref="Results.CellPart"/> as bytes, by cell and image.</param>
public sealed record ShardAnswer(string PlanHash, IReadOnlyList<byte[]> Parts);
