using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Core.Settings;

/// <summary>What reading a settings file brings to light beside its values.</summary>
internal sealed class SettingsFindings
{
    /// <summary>Everything that is wrong.</summary>
    public List<Diagnostic> Problems { get; } = [];

    /// <summary>The keys that the reader knows of every object that the file holds, by the object's path; the root's is empty.</summary>
    public Dictionary<string, HashSet<string>> KnownKeys { get; } = new(StringComparer.Ordinal);
}
