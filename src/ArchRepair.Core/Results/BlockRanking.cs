using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>The blocks of a model, most vulnerable first, and what the ranking rests on.</summary>
/// <param name="Blocks">Sorted by descending score.</param>
/// <param name="Failures">Failing examples used.</param>
/// <param name="Passes">Passing examples used.</param>
/// <param name="Adversarial">Adversarial counterparts of passes that flipped the prediction and joined the failures.</param>
/// <param name="Method">Formula, threshold, weight and aggregation in one line.</param>
/// <param name="Examples">Which images the examples are, in one line; verification must not use them.</param>
/// <param name="Cells">The cells whose failures were used.</param>
/// <param name="TopIsAmbiguous">The first two blocks cannot be told apart on these examples.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Note">What a reader must know to read the ranking rightly; null where it means what it seems to.</param>
/// <param name="Corruptions">The same scores for each failing corruption alone; null where the examples do not say where they come from.</param>
public sealed record BlockRanking(
    IReadOnlyList<BlockScore> Blocks,
    int Failures,
    int Passes,
    int Adversarial,
    string Method,
    string Examples,
    IReadOnlyList<Cell> Cells,
    bool TopIsAmbiguous,
    double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CorruptionScores>? Corruptions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null)
{
    /// <summary>Scores of each failing corruption alone; empty where they are not known.</summary>
    [JsonIgnore]
    public IReadOnlyList<CorruptionScores> ByCorruption => Corruptions ?? [];
}
