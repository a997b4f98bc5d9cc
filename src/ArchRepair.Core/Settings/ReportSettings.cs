namespace ArchRepair.Core.Settings;

/// <summary>Where reports go and which.</summary>
/// <param name="Directory">Absolute path.</param>
public sealed record ReportSettings(string Directory, IReadOnlyList<string> Formats)
{
    public static IReadOnlyList<string> KnownFormats { get; } = ["markdown", "html", "json", "junit"];
}
