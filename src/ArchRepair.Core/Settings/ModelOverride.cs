namespace ArchRepair.Core.Settings;

/// <summary>What the command line says of a model project; it goes before the settings file. Null leaves the file's value.</summary>
/// <param name="Project">Path of the project file or of its folder, as the user wrote it.</param>
public sealed record ModelOverride(
    string? Project = null, string? Type = null, string? Factory = null, string? Configuration = null, string? Framework = null);
