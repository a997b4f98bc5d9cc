namespace ArchRepair.Engine.Tests.Repair;

/// <summary>A clock that moves by a fixed tick each time it is read, and on request: the same in every run.</summary>
internal sealed class ManualTime(TimeSpan tick) : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => TimeSpan.FromTicks(now);

    public override long GetTimestamp() => now += tick.Ticks;

    public void Advance(TimeSpan time) => now += time.Ticks;
}
