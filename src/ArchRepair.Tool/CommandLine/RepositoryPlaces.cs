using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.CommandLine;

/// <summary>The settings file as hosts know it: relative to the repository that it lies in.</summary>
internal static class RepositoryPlaces
{
    public static SettingsPlaces Of(string settingsFile) => SettingsPlaces.Read(settingsFile, Shown(settingsFile));

    /// <param name="file">Absolute path.</param>
    public static string Shown(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git"))) return Path.GetRelativePath(folder, file).Replace('\\', '/');
        return Path.GetFileName(file);
    }
}
