using ArchRepair.Core.Gate;

namespace ArchRepair.Core.Settings;

/// <summary>One validated record from command line, environment and <c>archrepair.json</c>; every path is absolute.</summary>
/// <param name="File">Absolute path of the settings file.</param>
/// <param name="Hash">SHA-256 of the settings file, hexadecimal.</param>
/// <param name="BaselinePath">Absolute path; null when no baseline is configured.</param>
/// <param name="Fast">When <c>check</c> stops early.</param>
public sealed record ArchRepairSettings(
    string File,
    string Hash,
    ModelSettings Model,
    DataSettings Data,
    GatePolicy Gate,
    string? BaselinePath,
    LocalizationSettings Localization,
    RepairSettings Repair,
    ReportSettings Report,
    ulong Seed,
    FastSettings Fast);
