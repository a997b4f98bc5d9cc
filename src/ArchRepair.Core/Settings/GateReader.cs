using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Settings;

/// <summary>Reads <c>gate</c>.</summary>
internal static class GateReader
{
    private static readonly string[] FastChoices = ["pullRequests", "always", "never"];

    public static (GatePolicy Policy, string? Baseline, FastSettings Fast) Read(
        SettingsNode? node, string folder, DataSettings data, IReadOnlyList<string> classes)
    {
        var baseline = Path.Combine(folder, "archrepair.baseline.json");
        var defaults = new GatePolicy();
        if (node is null) return (defaults, baseline, new FastSettings());
        if (node.Value("baseline") is { Kind: JsonTokenType.Null }) baseline = null;
        else if (node.Has("baseline")) baseline = SettingsReader.Absolute(folder, node.Text("baseline", ""));
        var policy = new GatePolicy(
            node.Number("maxDrop", defaults.MaxDrop),
            node.Number("maxCellDrop", defaults.MaxCellDrop),
            node.Number("maxCleanDrop", defaults.MaxCleanDrop),
            node.Number("warnDrop", defaults.WarnDrop),
            node.OptionalNumber("minCorruptedAccuracy"),
            node.OptionalNumber("minCleanAccuracy"),
            node.Number("alpha", defaults.Alpha),
            ReadOverrides(node.Object("overrides"), data, classes),
            node.OptionalNumber("maxClassDrop"));
        foreach (var problem in policy.Problems()) node.Complain("AR0103", $"'gate.{problem.Replace(" is ", "' is ", StringComparison.Ordinal)}", SettingsReader.ProblemLocation(node, problem));
        var fast = ReadFast(node.Object("fast"));
        node.RefuseUnknownKeys();
        return (policy, baseline, fast);
    }

    private static FastSettings ReadFast(SettingsNode? node)
    {
        if (node is null) return new FastSettings();
        var when = node.Choice("when", FastChoices[0], FastChoices);
        var most = node.Integer("maxImages", 0, 0);
        node.RefuseUnknownKeys();
        return new FastSettings(when switch { "always" => FastWhen.Always, "never" => FastWhen.Never, _ => FastWhen.PullRequests }, most);
    }

    private static Dictionary<string, GateOverride>? ReadOverrides(SettingsNode? node, DataSettings data, IReadOnlyList<string> classes)
    {
        if (node is null) return null;
        var overrides = new Dictionary<string, GateOverride>(StringComparer.Ordinal);
        foreach (var (key, location, value) in node.UserKeys())
        {
            CheckKey(node, key, location, data, classes);
            var name = GateOverride.IsClass(key) ? "maxClassDrop" : "maxCellDrop";
            if (!value.Has(name)) value.Complain("AR0104", $"'gate.overrides.{key}.{name}' is missing.", value.Location);
            var drop = value.Number(name, 0);
            overrides[key] = GateOverride.IsClass(key) ? new GateOverride(MaxClassDrop: drop) : new GateOverride(drop);
            value.RefuseUnknownKeys();
        }

        return overrides;
    }

    // What the settings alone can tell; names that only the data know are checked with the data.
    private static void CheckKey(SettingsNode node, string key, SourceLocation location, DataSettings data, IReadOnlyList<string> classes)
    {
        if (GateOverride.IsClass(key))
        {
            var name = key[GateOverride.ClassPrefix.Length..];
            if (classes.Count > 0 && !classes.Contains(name))
                node.Complain("AR0103", $"'gate.overrides.{key}' names the class '{name}'; {NearestName.Hint(name, classes.ToArray())}", location);
            return;
        }

        var parts = key.Split('/', ':');
        if (key.StartsWith(GateOverride.SeverityPrefix, StringComparison.Ordinal) || parts.Length == 2)
        {
            if (parts[^1] is not ("1" or "2" or "3" or "4" or "5"))
                node.Complain("AR0103", $"'gate.overrides.{key}' names the severity '{parts[^1]}'; severities are 1 to 5.", location);
            if (parts[0] == "severity" && key.Contains(':', StringComparison.Ordinal)) return;
        }

        if (data.Corrupted is not { Format: DataFormats.Generate, Assembly.Length: 0 }) return;
        string[] known = [.. CorruptionNames.All, .. CorruptionNames.FamilyNames];
        if (!known.Contains(parts[0])) node.Complain("AR0103", $"'gate.overrides.{key}' names '{parts[0]}'; {NearestName.Hint(parts[0], known)}", location);
    }
}
