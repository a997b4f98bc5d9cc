namespace ArchRepair.Tool.Projects;

/// <summary>A built model project: what a worker needs to run in its dependency graph.</summary>
/// <param name="Name">For messages: the project's file name.</param>
/// <param name="Assembly">Absolute path of the built assembly.</param>
/// <param name="DependencyFile">Its deps.json.</param>
/// <param name="RuntimeConfig">Its runtimeconfig.json; a library usually has none.</param>
/// <param name="PackageFolder">Where NuGet keeps packages that the build did not copy; empty when unknown.</param>
internal sealed record ProjectGraph(string Name, string Assembly, string DependencyFile, string RuntimeConfig, string PackageFolder)
{
    /// <summary>What the build wrote; packages that it did not copy are named with their versions by the dependency file.</summary>
    public IReadOnlyList<string> Files =>
        [DependencyFile, .. Directory.EnumerateFiles(Path.GetDirectoryName(Assembly)!, "*.dll").Order(StringComparer.Ordinal)];
}
