using System.Diagnostics;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>
/// A clock that follows this process's processor time divided by its threads: what a wall clock would show on a machine that
/// does nothing else, if all threads were always busy. So budgets are equal although others work on the machine; a strategy that
/// leaves a thread idle is not charged for it.
/// </summary>
internal sealed class ProcessorTime(int threads) : TimeProvider
{
    private readonly Process process = Process.GetCurrentProcess();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        process.Refresh();
        return process.TotalProcessorTime.Ticks / threads;
    }
}
