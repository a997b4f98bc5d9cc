using ArchRepair.Core.Gate;

namespace ArchRepair.Core.Results;

/// <summary>A repair and its verification on images that it never saw.</summary>
/// <param name="Evaluation">The candidate on the gate's images.</param>
/// <param name="AgainstOriginal">Candidate compared with the model that was to be repaired.</param>
/// <param name="AgainstBaseline">Candidate compared with the baseline; null without one.</param>
/// <param name="Verdict">The same gate's verdict on the candidate.</param>
/// <param name="IsAccepted">True when the verdict lets the candidate pass.</param>
/// <param name="Output">Path of the accepted model; null when it was rolled back.</param>
public sealed record RepairOutcome(
    RepairRecord Record,
    Evaluation Evaluation,
    Comparison AgainstOriginal,
    Comparison? AgainstBaseline,
    Verdict Verdict,
    bool IsAccepted,
    string? Output);
