using System.Reflection;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.Projects;

/// <summary>Reads from a project's deps.json, before anything is loaded, whether our worker can live in its dependency graph.</summary>
internal static class DependencyCheck
{
    private const string Package = "TorchSharp";

    /// <summary>The version of TorchSharp that this tool was built for.</summary>
    public static string Expected { get; } = typeof(DependencyCheck).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == "TorchSharpVersion").Value!;

    /// <exception cref="ArchRepairException">No TorchSharp, or one of another minor version (AR0410, exit 4).</exception>
    public static void Refuse(ProjectGraph graph)
    {
        var versions = Versions(graph.DependencyFile);
        if (versions.Count == 0)
            throw Unusable($"{graph.Name} references no {Package}; add <PackageReference Include=\"{Package}-cpu\" Version=\"{Expected}\" /> to it.");
        foreach (var version in versions.Where(version => !IsUsable(version)))
            throw Unusable($"{graph.Name} references {Package} {version}; this version of ArchRepair works with {Expected} and its patches, and two versions cannot live in one process. Reference {Expected}, or install the ArchRepair that was built for {version}.");
    }

    // 0.107.0 and 0.107.3 share what is compiled into us; 0.106 lacks some of it, 0.108 may have changed it.
    private static bool IsUsable(string version) =>
        Version.TryParse(version.Split('-')[0], out var found) && Version.TryParse(Expected, out var known)
        && found.Major == known.Major && found.Minor == known.Minor && found.Build >= known.Build;

    private static List<string> Versions(string dependencyFile)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(dependencyFile));
            return [.. json.RootElement.GetProperty("libraries").EnumerateObject().Select(entry => entry.Name.Split('/')).Where(parts => parts.Length == 2 && parts[0] == Package).Select(parts => parts[1])];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException)
        {
            throw new ArchRepairException(ExitCode.Environment, "AR0413", $"'{dependencyFile}' cannot be read: {problem.Message} Build the project again.", cause: problem);
        }
    }

    private static ArchRepairException Unusable(string message) => new(ExitCode.Environment, "AR0410", message);
}
