namespace ArchRepair.Engine.Repair.Training;

/// <summary>A stretch of training with one schedule.</summary>
/// <param name="Name">For curve and checkpoint.</param>
/// <param name="Steps">Planned; the schedule is spread over them.</param>
/// <param name="Rate">Peak learning rate of the weights.</param>
/// <param name="Deadline">Elapsed time after which no further step begins.</param>
internal sealed record TrainingPhase(string Name, int Steps, double Rate, TimeSpan Deadline);

/// <summary>How a phase ended.</summary>
internal enum PhaseEnd
{
    Finished,
    OutOfTime,
    Diverged,
}
