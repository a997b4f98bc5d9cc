namespace ArchRepair.Core.Settings;

/// <summary>Where reports go and which.</summary>
/// <param name="Directory">Absolute path.</param>
public sealed record ReportSettings(string Directory, IReadOnlyList<string> Formats)
{
    public static IReadOnlyList<string> KnownFormats { get; } = ["markdown", "html", "json", "junit", "trx", "gitlab"];

    /// <summary>What is written where nobody chose.</summary>
    public static IReadOnlyList<string> DefaultFormats { get; } = ["markdown", "html", "json", "junit"];
}
