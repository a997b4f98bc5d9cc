using ArchRepair.Core.Results;

namespace ArchRepair.Engine.Evaluation;

/// <summary>What an evaluation measured.</summary>
/// <param name="Evaluation">Every cell; none where only a shard's part was measured.</param>
/// <param name="Parts">Answers as they were measured or found, by cell and image.</param>
/// <param name="Reused">How many of the parts were found.</param>
/// <param name="PlanHash">Hash of the shards' plan; empty without shards.</param>
public sealed record Measurement(Core.Results.Evaluation Evaluation, IReadOnlyList<CellPart> Parts, int Reused, string PlanHash);
