namespace ArchRepair.Core.Results;

/// <summary>How suspicious each block is from the failures of one corruption alone.</summary>
/// <param name="Corruption">Published name; <c>clean</c> for the uncorrupted images.</param>
/// <param name="Failures">Failing examples of it; the fewer, the less its scores mean.</param>
/// <param name="Scores">Shares of suspicion that sum to 1, in the order of <see cref="BlockRanking.Blocks"/>.</param>
public sealed record CorruptionScores(string Corruption, int Failures, IReadOnlyList<double> Scores);
