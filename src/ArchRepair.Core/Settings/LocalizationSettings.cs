namespace ArchRepair.Core.Settings;

/// <summary>How to localize.</summary>
/// <param name="Failures">Failing examples to use at most. Default 100.</param>
/// <param name="Formula">Spectrum formula: tarantula, ochiai, dstar or barinel.</param>
/// <param name="Blocks">Patterns of blocks (<c>layer?.*</c>); empty for the architecture's own.</param>
public sealed record LocalizationSettings(int Failures = 100, string Formula = "ochiai", IReadOnlyList<string>? Blocks = null);
