using System.Globalization;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.Projects;

/// <summary>Which framework of a project can run in a worker: .NET, up to the version that runs this tool.</summary>
internal static class TargetFramework
{
    /// <summary>The newest usable one of a list such as <c>net8.0;net10.0</c>.</summary>
    /// <exception cref="ArchRepairException">None is usable (AR0413, exit 4).</exception>
    public static string Choose(string path, string frameworks)
    {
        var list = frameworks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return list.Where(IsUsable).MaxBy(VersionOf) ?? throw Unusable(path, frameworks);
    }

    /// <exception cref="ArchRepairException">It is not usable (AR0413, exit 4).</exception>
    public static void RefuseUnusable(string path, string framework)
    {
        if (framework.Length > 0 && !IsUsable(framework)) throw Unusable(path, framework);
    }

    private static bool IsUsable(string framework) =>
        framework.StartsWith("netstandard2", StringComparison.Ordinal) || (VersionOf(framework) is { Major: >= 5 } version && version.Major <= Environment.Version.Major);

    // "net10.0-windows" has a platform behind the version; "net48" has no dot.
    private static Version VersionOf(string framework) =>
        framework.StartsWith("net", StringComparison.Ordinal) && Version.TryParse(framework[3..].Split('-')[0], out var version) ? version : new Version(0, 0);

    private static ArchRepairException Unusable(string path, string framework) => new(
        ExitCode.Environment, "AR0413",
        string.Create(CultureInfo.InvariantCulture, $"{path} targets {framework}; this tool runs on .NET {Environment.Version.Major}.{Environment.Version.Minor} and can run models for .NET 5 to {Environment.Version.Major}. Add net{Environment.Version.Major}.0 to its TargetFrameworks, or choose one by --framework."));
}
