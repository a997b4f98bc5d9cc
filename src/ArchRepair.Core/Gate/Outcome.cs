namespace ArchRepair.Core.Gate;

/// <summary>What the gate decided. "Could not compare" is never a pass.</summary>
public enum Outcome
{
    Passed,
    Warned,
    Regressed,
    Inconclusive,
}
