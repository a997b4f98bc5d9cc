using ArchRepair.Core.Results;

namespace ArchRepair.Core.Baselines;

/// <summary>A recorded state to compare with: one bit per image and cell, small enough to commit.</summary>
/// <param name="Schema">Version of the file's layout.</param>
/// <param name="Evaluation">The outcomes, without predicted classes and confidences.</param>
public sealed record Baseline(int Schema, string ToolVersion, DateTimeOffset RecordedAt, ulong Seed, Evaluation Evaluation)
{
    public const int CurrentSchema = 2;

    /// <summary>A baseline of an evaluation; predicted classes and confidences are dropped, they are not compared.</summary>
    public static Baseline Of(Evaluation evaluation, string toolVersion, ulong seed, DateTimeOffset now) => new(
        CurrentSchema, toolVersion, now, seed,
        evaluation with { Cells = [.. evaluation.Cells.Select(outcome => outcome with { Predicted = null, Confidences = null })] });
}
