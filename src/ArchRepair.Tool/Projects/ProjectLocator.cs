using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.Projects;

/// <summary>From what the user named to a project file, or to an assembly that was built already.</summary>
internal static class ProjectLocator
{
    private static readonly string[] ProjectEndings = [".csproj", ".fsproj", ".vbproj"];

    /// <param name="path">Absolute path of a project file, of a folder with one, or of a built assembly.</param>
    /// <exception cref="ArchRepairException">There is none, or several (AR0201, exit 2).</exception>
    public static string Find(string path)
    {
        if (Directory.Exists(path))
        {
            var found = ProjectsIn(path);
            return found.Length switch
            {
                1 => found[0],
                0 => throw Missing($"'model.project' is the folder '{path}', which holds no project file."),
                _ => throw Missing($"'model.project' is the folder '{path}', which holds {found.Length} project files; name one: {string.Join(", ", found.Select(Path.GetFileName))}."),
            };
        }
        if (!File.Exists(path)) throw Missing($"'model.project' is '{path}', which does not exist.{Near(path)}");
        return IsAssembly(path) || ProjectEndings.Contains(Path.GetExtension(path))
            ? path
            : throw new ArchRepairException(ExitCode.Usage, "AR0103", $"'model.project' is '{path}'; it must be a project file ({string.Join(", ", ProjectEndings)}), a folder with one, or a built .dll.");
    }

    public static bool IsAssembly(string path) => Path.GetExtension(path) == ".dll";

    public static string[] ProjectsIn(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(file => ProjectEndings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)];

    private static string Near(string path) =>
        Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && ProjectsIn(folder) is [var only] ? $" Did you mean '{only}'?" : "";

    private static ArchRepairException Missing(string message) => new(ExitCode.Usage, "AR0201", message);
}
