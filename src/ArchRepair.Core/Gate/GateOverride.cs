using System.Globalization;

namespace ArchRepair.Core.Gate;

/// <summary>An allowed drop of its own. Which of the two it needs follows from its key; see <see cref="GatePolicy.Overrides"/>.</summary>
/// <param name="MaxCellDrop">For cells: those of a corruption, family or severity, or a single one.</param>
/// <param name="MaxClassDrop">For a class.</param>
public sealed record GateOverride(double? MaxCellDrop = null, double? MaxClassDrop = null)
{
    /// <summary>Start of a key that means a severity: <c>severity:5</c>.</summary>
    public const string SeverityPrefix = "severity:";

    /// <summary>Start of a key that means a class: <c>class:cat</c>.</summary>
    public const string ClassPrefix = "class:";

    internal static string KeyOfSeverity(int severity) => SeverityPrefix + severity.ToString(CultureInfo.InvariantCulture);

    internal static string KeyOfClass(string name) => ClassPrefix + name;

    internal static bool IsClass(string key) => key.StartsWith(ClassPrefix, StringComparison.Ordinal);
}
