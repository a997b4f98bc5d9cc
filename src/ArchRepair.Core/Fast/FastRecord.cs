using System.Text.Json.Serialization;

using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Fast;

/// <summary>How a check that may stop early went. With it, an evaluation of part of the images explains itself.</summary>
/// <param name="Seed">Seed of the order of images; see <see cref="ImageOrder"/>.</param>
/// <param name="Images">Base images that every corrupted cell has.</param>
/// <param name="Seen">Of them, measured.</param>
/// <param name="Answers">What every watch knew at the end.</param>
/// <param name="Differences">Why the images seen are not the baseline's; empty when they are.</param>
public sealed record FastRecord(ulong Seed, int Images, int Seen, IReadOnlyList<FastAnswer> Answers, IReadOnlyList<string> Differences)
{
    /// <summary>Whether images are missing; then the answers decide, else the whole evaluation does.</summary>
    [JsonIgnore]
    public bool IsPartial => Seen < Images;

    [JsonIgnore]
    public BettingDecision Decision =>
        Answers.Any(answer => answer.Decision == BettingDecision.Failed) ? BettingDecision.Failed
        : Answers.Any(answer => answer.MustPass) && Answers.All(answer => !answer.MustPass || answer.Decision == BettingDecision.Passed) ? BettingDecision.Passed
        : BettingDecision.Undecided;
}
