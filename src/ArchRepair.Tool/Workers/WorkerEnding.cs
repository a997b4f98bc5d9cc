namespace ArchRepair.Tool.Workers;

/// <summary>How a worker process ended.</summary>
/// <param name="Description">A verb phrase for people, e.g. "was killed (SIGKILL)".</param>
/// <param name="ErrorLines">The last lines of its standard error.</param>
internal sealed record WorkerEnding(int ExitCode, string Description, IReadOnlyList<string> ErrorLines);
