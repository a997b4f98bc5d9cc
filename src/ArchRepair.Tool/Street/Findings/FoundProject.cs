namespace ArchRepair.Tool.Street.Findings;

/// <summary>A C# project with a TorchSharp module that can be made without arguments.</summary>
/// <param name="Path">Of the project file, relative to the settings file, with forward slashes.</param>
/// <param name="Type">Full name of the module's type.</param>
internal sealed record FoundProject(string Path, string Type);
