namespace ArchRepair.Core.Statistics;

/// <summary>What <see cref="BettingMean"/> decides, and how sure it must be. D is the mean difference over all images of the set.</summary>
/// <param name="Images">Images in the whole set, N; ≥ 1.</param>
/// <param name="Alpha">Largest chance of Failed where D ≥ Target, and of Passed where D ≤ Target − Tolerance; strictly between 0 and 1.</param>
/// <param name="Tolerance">δ: between Target − δ and Target either verdict is legitimate; in (0, 2). Smaller takes more images.</param>
/// <param name="Target">D that is surely good enough; in (−1, 1). 0 for "no worse", 0.01 for "a point better".</param>
/// <param name="Cap">Largest share of the capital that one image may cost, in (0, 1): ½ loses little where an image is unlike the others, 0.9 decides sooner where images agree.</param>
public sealed record BettingRules(int Images, double Alpha, double Tolerance = 0.01, double Target = 0, double Cap = 0.5)
{
    /// <summary>What is wrong with the rules; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Images < 1) yield return $"There are {Images} images; it takes one.";
        if (Alpha is not (> 0 and < 1)) yield return Require.Text($"alpha is {Alpha}; it must lie strictly between 0 and 1.");
        if (Tolerance is not (> 0 and < 2)) yield return Require.Text($"The tolerance is {Tolerance}; it must lie strictly between 0 and 2.");
        if (Target is not (> -1 and < 1)) yield return Require.Text($"The target is {Target}; it must lie strictly between -1 and 1.");
        if (Target - Tolerance <= -1) yield return Require.Text($"The target {Target} less the tolerance {Tolerance} is {Target - Tolerance}; it must lie above -1.");
        if (Cap is not (> 0 and < 1)) yield return Require.Text($"The cap is {Cap}; it must lie strictly between 0 and 1.");
    }
}
