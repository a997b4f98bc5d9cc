using System.Reflection;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Frosting;

namespace ArchRepair.Engine.Loading;

/// <summary>The corruptions that settings ask for: the published ones, with the user's frost photographs and corruptions of their own.</summary>
public static class CorruptionSources
{
    /// <exception cref="ArchRepairException">The assembly is missing, is none, or holds an unusable corruption (exit 2).</exception>
    public static CorruptionCatalog CatalogOf(CorruptedSource source)
    {
        var catalog = CorruptionCatalog.Create(source.FrostFolder.Length > 0 ? FrostTextures.FromFolder(source.FrostFolder) : FrostTextures.Procedural);
        return source.Assembly.Length == 0 ? catalog : catalog.WithThoseIn(Load(source.Assembly));
    }

    private static Assembly Load(string path)
    {
        if (!File.Exists(path)) throw new ArchRepairException(ExitCode.Usage, "AR0201", $"'data.generate.assembly' is '{path}', which does not exist.");
        try
        {
            return Assembly.LoadFrom(path);
        }
        catch (Exception problem) when (problem is BadImageFormatException or FileLoadException)
        {
            throw new ArchRepairException(ExitCode.Usage, "AR0202", $"'data.generate.assembly' is '{path}', which is no .NET assembly that can be loaded here: {problem.Message}", cause: problem);
        }
    }
}
