namespace ArchRepair.Reporting.Hosts;

/// <summary>Where the source of a C# project's model declares it.</summary>
/// <param name="File">As hosts know it: relative to the repository, with forward slashes.</param>
/// <param name="Line">From 1.</param>
public sealed record ModelPlace(string File, int Line);
