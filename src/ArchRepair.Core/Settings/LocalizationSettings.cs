namespace ArchRepair.Core.Settings;

/// <summary>How to localize.</summary>
/// <param name="Failures">Failing examples to use at most. Default 100.</param>
/// <param name="Formula">Spectrum formula: tarantula, ochiai, dstar or barinel.</param>
/// <param name="IsLayerLevel">Rank single convolutions instead of blocks; the command line alone asks for it.</param>
public sealed record LocalizationSettings(int Failures = 100, string Formula = "ochiai", bool IsLayerLevel = false);
