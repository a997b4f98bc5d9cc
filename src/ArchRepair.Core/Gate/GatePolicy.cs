namespace ArchRepair.Core.Gate;

/// <summary>
/// What the gate allows. Drops are shares of images in [−1,1]: 0.01 allows one point less than the baseline, a negative drop
/// demands an improvement.
/// </summary>
/// <param name="MaxDrop">Allowed drop of mean corrupted accuracy. Default 0.01: smaller drops seldom matter to users.</param>
/// <param name="MaxCellDrop">Allowed drop of a single cell. Default 0.03: a cell has fewer images than the mean.</param>
/// <param name="MaxCleanDrop">Allowed drop of clean accuracy. Default 0.005.</param>
/// <param name="WarnDrop">Drop of the mean that is worth a warning. Default 0.005.</param>
/// <param name="MinCorruptedAccuracy">Floor of mean corrupted accuracy that needs no baseline; null for none.</param>
/// <param name="MinCleanAccuracy">Floor of clean accuracy that needs no baseline; null for none.</param>
/// <param name="Alpha">
/// Chance of a false alarm that is accepted, for the whole gate: its questions (mean, clean, cells, classes) share it. In (0, 0.5).
/// Default 0.01.
/// </param>
/// <param name="Overrides">
/// Allowed drops by cell (<c>fog/3</c>), corruption (<c>fog</c>), family (<c>weather</c>) or severity (<c>severity:5</c>), of which the
/// first that applies wins, and by class (<c>class:cat</c>).
/// </param>
/// <param name="MaxClassDrop">
/// Allowed drop of a class's mean corrupted accuracy; null (the default) judges only classes with an override: a class has few images.
/// </param>
public sealed record GatePolicy(
    double MaxDrop = 0.01,
    double MaxCellDrop = 0.03,
    double MaxCleanDrop = 0.005,
    double WarnDrop = 0.005,
    double? MinCorruptedAccuracy = null,
    double? MinCleanAccuracy = null,
    double Alpha = 0.01,
    IReadOnlyDictionary<string, GateOverride>? Overrides = null,
    double? MaxClassDrop = null)
{
    /// <summary>What is wrong with these values, each as a sentence that names the setting; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsShare(MaxDrop, -1)) yield return Text("maxDrop", MaxDrop, "[-1, 1]");
        if (!IsShare(MaxCellDrop, -1)) yield return Text("maxCellDrop", MaxCellDrop, "[-1, 1]");
        if (!IsShare(MaxCleanDrop, -1)) yield return Text("maxCleanDrop", MaxCleanDrop, "[-1, 1]");
        if (!IsShare(WarnDrop, -1)) yield return Text("warnDrop", WarnDrop, "[-1, 1]");
        if (MinCorruptedAccuracy is { } corrupted && !IsShare(corrupted, 0)) yield return Text("minCorruptedAccuracy", corrupted, "[0, 1]");
        if (MinCleanAccuracy is { } clean && !IsShare(clean, 0)) yield return Text("minCleanAccuracy", clean, "[0, 1]");
        if (Alpha is not (> 0 and < 0.5)) yield return Text("alpha", Alpha, "(0, 0.5)");
        if (MaxClassDrop is { } classes && !IsShare(classes, -1)) yield return Text("maxClassDrop", classes, "[-1, 1]");
        foreach (var (key, value) in Overrides ?? new Dictionary<string, GateOverride>())
        {
            if (value.MaxCellDrop is { } cell && !IsShare(cell, -1)) yield return Text($"overrides.{key}.maxCellDrop", cell, "[-1, 1]");
            if (value.MaxClassDrop is { } own && !IsShare(own, -1)) yield return Text($"overrides.{key}.maxClassDrop", own, "[-1, 1]");
        }
    }

    private static bool IsShare(double value, double lowest) => value >= lowest && value <= 1;

    private static string Text(string name, double value, string range) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}; it must lie in {range}.");
}
