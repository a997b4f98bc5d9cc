namespace ArchRepair.Core.Results;

/// <summary>Published names of the common corruptions, in published order, with their families (Hendrycks &amp; Dietterich 2019).</summary>
public static class CorruptionNames
{
    private static readonly Dictionary<string, string> Families = new(StringComparer.Ordinal)
    {
        ["gaussian_noise"] = "noise",
        ["shot_noise"] = "noise",
        ["impulse_noise"] = "noise",
        ["speckle_noise"] = "noise",
        ["defocus_blur"] = "blur",
        ["glass_blur"] = "blur",
        ["motion_blur"] = "blur",
        ["zoom_blur"] = "blur",
        ["gaussian_blur"] = "blur",
        ["snow"] = "weather",
        ["frost"] = "weather",
        ["fog"] = "weather",
        ["brightness"] = "weather",
        ["spatter"] = "weather",
        ["contrast"] = "digital",
        ["elastic_transform"] = "digital",
        ["pixelate"] = "digital",
        ["jpeg_compression"] = "digital",
        ["saturate"] = "digital",
    };

    public static IReadOnlyList<string> Standard { get; } =
    [
        "gaussian_noise", "shot_noise", "impulse_noise", "defocus_blur", "glass_blur", "motion_blur", "zoom_blur", "snow", "frost", "fog",
        "brightness", "contrast", "elastic_transform", "pixelate", "jpeg_compression",
    ];

    public static IReadOnlyList<string> Extra { get; } = ["speckle_noise", "gaussian_blur", "spatter", "saturate"];

    public static IReadOnlyList<string> All { get; } = [.. Standard, .. Extra];

    public static IReadOnlyList<string> FamilyNames { get; } = ["noise", "blur", "weather", "digital"];

    /// <returns>noise, blur, weather or digital; null for a corruption of the user's own.</returns>
    public static string? FamilyOf(string corruption) => Families.GetValueOrDefault(corruption);

    /// <summary>Position in published order; the user's own come last.</summary>
    public static int OrderOf(string corruption)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i] == corruption) return i;
        return int.MaxValue;
    }
}
