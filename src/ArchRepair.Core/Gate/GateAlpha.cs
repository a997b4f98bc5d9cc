using ArchRepair.Core.Results;

namespace ArchRepair.Core.Gate;

/// <summary>How the questions of a gate share its alpha, so that it is the chance of a false alarm of all together.</summary>
/// <remarks>Bonferroni over questions; within one, Holm over cells or classes.</remarks>
public static class GateAlpha
{
    /// <summary>Alpha of each question that this comparison answers: mean, clean, cells, and classes where they are judged.</summary>
    public static double OfQuestion(GatePolicy policy, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(comparison);
        return OfQuestion(
            policy, comparison.Clean is not null, comparison.Mean is not null,
            comparison.Classes?.Any(change => AllowedDrops.OfClass(policy, change.Name) is not null) ?? false);
    }

    internal static double OfQuestion(GatePolicy policy, bool hasClean, bool hasCorrupted, bool hasClasses) =>
        policy.Alpha / Math.Max(1, (hasClean ? 1 : 0) + (hasCorrupted ? 2 : 0) + (hasClasses ? 1 : 0));
}
