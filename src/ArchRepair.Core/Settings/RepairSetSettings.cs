using System.Globalization;

namespace ArchRepair.Core.Settings;

/// <summary>What a repair trains on besides the training images as they are.</summary>
/// <param name="Augmentation">How changed views are made: a name of <see cref="Augmentations"/>. Default <c>simple</c>.</param>
/// <param name="CleanShare">Share of every batch that stays unchanged, in (0,1]; null for the recipe's.</param>
/// <param name="Failures">
/// Failures mixed into the training images: <c>none</c>; <c>validation</c>, what the model gets wrong among held-out training images,
/// clean and augmented (study 1 of Qi et al. 2023, doi 10.1145/3585005); or <c>seen</c>, what it gets wrong under the corruptions that
/// training may see (their study 2, where that is one). Default <c>none</c>.
/// </param>
/// <param name="FailureShare">Share of training images that are failures, in (0,1). Default 0.1.</param>
/// <param name="SeenShare">Share of changed views under a corruption that training may see, in [0,1]. Default 0.5.</param>
public sealed record RepairSetSettings(
    string Augmentation = "simple", double? CleanShare = null, string Failures = "none", double FailureShare = 0.1, double SeenShare = 0.5)
{
    /// <summary>Names of augmentations; <c>augmix</c> uses none of the gate's corruptions, not even in kind.</summary>
    public static IReadOnlyList<string> Augmentations { get; } = ["simple", "augmix"];

    /// <summary>Names of sources of failures.</summary>
    public static IReadOnlyList<string> FailureSources { get; } = ["none", "validation", "seen"];

    /// <summary>Every reason why no repair can train on this.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Augmentations.Contains(Augmentation)) yield return $"set.augmentation is '{Augmentation}'; known are {string.Join(", ", Augmentations)}.";
        if (!FailureSources.Contains(Failures)) yield return $"set.failures is '{Failures}'; known are {string.Join(", ", FailureSources)}.";
        if (CleanShare is not (null or (> 0 and <= 1))) yield return Text("cleanShare", CleanShare.Value, "(0, 1]");
        if (FailureShare is not (> 0 and < 1)) yield return Text("failureShare", FailureShare, "(0, 1)");
        if (SeenShare is not (>= 0 and <= 1)) yield return Text("seenShare", SeenShare, "[0, 1]");
    }

    private static string Text(string name, double value, string range) =>
        string.Create(CultureInfo.InvariantCulture, $"set.{name} is {value}; it must lie in {range}.");
}
