namespace ArchRepair.Core.Diagnostics;

/// <summary>How a command ends.</summary>
public enum ExitCode
{
    /// <summary>The gate passed, warnings allowed; or, with <c>--accept-repair</c>, the repaired model passed it.</summary>
    Passed = 0,

    /// <summary>The gate failed.</summary>
    Regressed = 1,

    /// <summary>Usage, settings or input files are wrong.</summary>
    Usage = 2,

    /// <summary>There is nothing to compare with, or too little to decide.</summary>
    Inconclusive = 3,

    /// <summary>The environment cannot do it: no backend, no memory, no disk, a dead worker.</summary>
    Environment = 4,

    /// <summary>A bug of ours.</summary>
    Bug = 5,

    /// <summary>Cancelled by Ctrl-C.</summary>
    Cancelled = 130,

    /// <summary>Cancelled by SIGTERM.</summary>
    Terminated = 143,
}
