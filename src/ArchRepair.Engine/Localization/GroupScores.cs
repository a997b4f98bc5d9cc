namespace ArchRepair.Engine.Localization;

/// <summary>Scores of the ranked groups, [groups] each.</summary>
/// <param name="Scores">Share of suspicion; they sum to 1.</param>
/// <param name="Spectrum">Mean suspiciousness of the group's neurons.</param>
/// <param name="Gradient">Mean rank of its neurons by relative gradient.</param>
/// <param name="TopShare">Share of the network's most suspicious neurons that lie in it.</param>
/// <param name="Means">Mean score of its neurons, which breaks ties.</param>
internal sealed record GroupScores(double[] Scores, double[] Spectrum, double[] Gradient, double[] TopShare, double[] Means)
{
    /// <summary>Groups from the most suspicious on; ties by mean, then by place.</summary>
    public int[] Order() =>
        [.. Enumerable.Range(0, Scores.Length).OrderByDescending(group => Scores[group]).ThenByDescending(group => Means[group])];
}
