namespace ArchRepair.Core.Statistics;

/// <summary>What a sequential test knows so far.</summary>
public enum BettingDecision
{
    /// <summary>Not enough images yet; never to be reported as a pass.</summary>
    Undecided,

    /// <summary>The mean over all images lies below the target.</summary>
    Failed,

    /// <summary>The mean over all images lies above the target less the tolerance.</summary>
    Passed,
}
