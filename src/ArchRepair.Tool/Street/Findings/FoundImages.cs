namespace ArchRepair.Tool.Street.Findings;

/// <summary>Images that a folder holds.</summary>
/// <param name="Format">As in the settings.</param>
/// <param name="Path">Relative to the settings file, with forward slashes.</param>
internal sealed record FoundImages(string Format, string Path);
