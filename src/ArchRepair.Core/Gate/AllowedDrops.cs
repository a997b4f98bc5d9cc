using ArchRepair.Core.Results;

namespace ArchRepair.Core.Gate;

/// <summary>Which drop a policy allows where; the most specific override wins.</summary>
public static class AllowedDrops
{
    /// <summary>Of a cell: override of the cell, of its corruption, of its family, of its severity, or the policy's.</summary>
    /// <param name="families">Family of a corruption, e.g. fog → weather; null for none.</param>
    public static double OfCell(GatePolicy policy, Cell cell, Func<string, string?> families)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(families);
        if (policy.Overrides is not { } overrides) return policy.MaxCellDrop;
        foreach (var key in new[] { cell.ToString(), cell.Corruption, families(cell.Corruption), GateOverride.KeyOfSeverity(cell.Severity) })
            if (key is not null && overrides.TryGetValue(key, out var own) && own.MaxCellDrop is { } drop) return drop;
        return policy.MaxCellDrop;
    }

    /// <summary>Of a class: its override, or the policy's; null where classes are not judged.</summary>
    /// <param name="name">The class's name, or its index where it has none.</param>
    public static double? OfClass(GatePolicy policy, string name)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Overrides?.GetValueOrDefault(GateOverride.KeyOfClass(name))?.MaxClassDrop ?? policy.MaxClassDrop;
    }

    /// <summary>Keys of overrides that apply to nothing that was measured and name nothing known: misspelt limits.</summary>
    public static IEnumerable<string> Idle(GatePolicy policy, Evaluation evaluation, Func<string, string?> families)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(families);
        if (policy.Overrides is null) yield break;
        var known = new HashSet<string>([.. CorruptionNames.All, .. CorruptionNames.FamilyNames], StringComparer.Ordinal);
        foreach (var cell in evaluation.Corrupted.Select(outcome => outcome.Cell))
        {
            known.Add(cell.Corruption);
            if (families(cell.Corruption) is { } family) known.Add(family);
        }

        foreach (var key in policy.Overrides.Keys.Order(StringComparer.Ordinal))
        {
            var isKnown = GateOverride.IsClass(key)
                ? ClassNames(evaluation).Contains(key[GateOverride.ClassPrefix.Length..])
                : key.StartsWith(GateOverride.SeverityPrefix, StringComparison.Ordinal) || known.Contains(key.Split('/')[0]);
            if (!isKnown) yield return key;
        }
    }

    private static IEnumerable<string> ClassNames(Evaluation evaluation) =>
        Enumerable.Range(0, Math.Max(evaluation.Model.Classes.Count, 1)).Select(evaluation.Model.ClassName);
}
