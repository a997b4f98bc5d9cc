namespace ArchRepair.Core.Statistics;

/// <summary>Errors of the model that corruption errors are measured against.</summary>
/// <param name="Name">What a report calls it.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="ByCorruption">Mean error over <paramref name="Severities"/>, in (0,1], for each corruption.</param>
/// <param name="Clean">Error on clean images, in [0,1); null where unknown, and then there is no relative mCE.</param>
/// <param name="Severities">The severities that the means were taken over.</param>
public sealed record ReferenceErrors(
    string Name, string Source, IReadOnlyDictionary<string, double> ByCorruption, double? Clean, IReadOnlyList<int> Severities)
{
    /// <summary>AlexNet on ImageNet-C, 224×224, the denominators of the published mCE. They mean nothing on another data set.</summary>
    public static ReferenceErrors AlexNet { get; } = new(
        "AlexNet on ImageNet-C",
        "Errors by corruption: Hendrycks, Dietterich (2019), ICLR, arXiv 1903.12261, with six digits as in google-research/augmix, imagenet.py. "
        + "Clean error: torchvision's AlexNet, top-1 accuracy 56.522 %; the paper prints 43.5 %.",
        new Dictionary<string, double>
        {
            ["gaussian_noise"] = 0.886428,
            ["shot_noise"] = 0.894468,
            ["impulse_noise"] = 0.922640,
            ["defocus_blur"] = 0.819880,
            ["glass_blur"] = 0.826268,
            ["motion_blur"] = 0.785948,
            ["zoom_blur"] = 0.798360,
            ["snow"] = 0.866816,
            ["frost"] = 0.826572,
            ["fog"] = 0.819324,
            ["brightness"] = 0.564592,
            ["contrast"] = 0.853204,
            ["elastic_transform"] = 0.646056,
            ["pixelate"] = 0.717840,
            ["jpeg_compression"] = 0.606500,
        },
        0.43478,
        [1, 2, 3, 4, 5]);

    /// <summary>What is wrong with the numbers; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (ByCorruption.Count == 0) yield return $"{Name} has no error at all.";
        foreach (var (corruption, error) in ByCorruption)
            if (error is not (> 0 and <= 1)) yield return Require.Text($"{Name} has the error {error} for {corruption}; it must lie in (0, 1].");
        if (Clean is not (null or (>= 0 and < 1))) yield return Require.Text($"{Name} has the clean error {Clean}; it must lie in [0, 1).");
        if (Severities.Count == 0 || Severities.Distinct().Count() != Severities.Count) yield return $"{Name} must name its severities, each once.";
    }
}
