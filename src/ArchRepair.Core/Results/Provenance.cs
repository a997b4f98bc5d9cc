namespace ArchRepair.Core.Results;

/// <summary>How a result came about, so that it can be repeated.</summary>
/// <param name="Command">The command line that makes it again.</param>
/// <param name="SettingsHash">SHA-256 of the settings file, hexadecimal; empty without one.</param>
/// <param name="Backend">Backend in one line: libtorch version and where it came from.</param>
/// <param name="Seconds">Wall time of each step.</param>
/// <param name="KnownCells">Cells that were not measured in this run but known from earlier ones.</param>
/// <param name="SecondsPerImage">What an image of each cell cost when it was measured, by cell text; shards are planned with it.</param>
public sealed record Provenance(
    string Command,
    string ToolVersion,
    string SettingsFile,
    string SettingsHash,
    string Backend,
    string Device,
    int Threads,
    ulong Seed,
    string OperatingSystem,
    DateTimeOffset StartedAt,
    IReadOnlyDictionary<string, double> Seconds,
    int KnownCells = 0,
    IReadOnlyDictionary<string, double>? SecondsPerImage = null);
