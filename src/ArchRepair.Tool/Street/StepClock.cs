namespace ArchRepair.Tool.Street;

/// <summary>Wall seconds of each step of a run, for the report.</summary>
internal sealed class StepClock(TimeProvider clock)
{
    private readonly Dictionary<string, double> seconds = new(StringComparer.Ordinal);

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    public IReadOnlyDictionary<string, double> Seconds => seconds;

    public async Task<T> MeasureAsync<T>(string step, Func<Task<T>> work)
    {
        var start = clock.GetTimestamp();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            seconds[step] = seconds.GetValueOrDefault(step) + clock.GetElapsedTime(start).TotalSeconds;
        }
    }
}
