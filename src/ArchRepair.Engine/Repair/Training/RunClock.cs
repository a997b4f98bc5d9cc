namespace ArchRepair.Engine.Repair.Training;

/// <summary>Time that a repair has taken, that of the interrupted run before it included.</summary>
internal sealed class RunClock(TimeProvider provider, TimeSpan budget, TimeSpan before)
{
    private readonly long start = provider.GetTimestamp();

    public TimeSpan Budget => budget;

    public TimeSpan Elapsed => before + provider.GetElapsedTime(start);

    public TimeSpan Remaining => Elapsed < budget ? budget - Elapsed : TimeSpan.Zero;
}
