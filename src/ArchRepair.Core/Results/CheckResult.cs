using ArchRepair.Core.Fast;
using ArchRepair.Core.Gate;

namespace ArchRepair.Core.Results;

/// <summary>A finished check: everything a report shows and everything needed to decide again.</summary>
/// <param name="Schema">Version of this file's layout; see <see cref="CurrentSchema"/>.</param>
/// <param name="Name">What the model is called in reports.</param>
/// <param name="Baseline">Which baseline it was compared with, or null without one.</param>
/// <param name="Comparison">Evaluation against the baseline, or null without one.</param>
/// <param name="Ranking">Blocks by vulnerability, when localization ran.</param>
/// <param name="Repair">When a repair ran.</param>
/// <param name="NewlyFailed">Pictures of images that the baseline answered right and the checked model does not, when the gate found fault.</param>
/// <param name="Fast">
/// When the check could stop early: then images are in the order of <see cref="ImageOrder"/> and corrupted cells may lack the last ones.
/// </param>
public sealed record CheckResult(
    int Schema,
    string Name,
    Evaluation Evaluation,
    BaselineReference? Baseline,
    Comparison? Comparison,
    GatePolicy Policy,
    Verdict Verdict,
    BlockRanking? Ranking,
    RepairOutcome? Repair,
    Provenance Provenance,
    NewlyFailed? NewlyFailed = null,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] FastRecord? Fast = null)
{
    public const int CurrentSchema = 1;
}

/// <summary>Which baseline a result was compared with.</summary>
/// <param name="File">Path as the user wrote it.</param>
/// <param name="RecordedAt">When it was accepted.</param>
public sealed record BaselineReference(string File, string WeightsSha256, DateTimeOffset RecordedAt, double CleanAccuracy, double MeanCorruptedAccuracy);
