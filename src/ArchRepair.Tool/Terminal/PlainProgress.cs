using System.Globalization;

using ArchRepair.Core.Protocol;

namespace ArchRepair.Tool.Terminal;

/// <summary>A line now and then for a log, so that a long step is seen to move; a short one stays silent.</summary>
internal sealed class PlainProgress(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private string phase = "";
    private long phaseStart;
    private long lastShown;

    /// <returns>The line to say, or null when it is too early for another.</returns>
    public string? LineFor(WorkerLine line)
    {
        var now = clock.GetTimestamp();
        if (line.Phase != phase) (phase, phaseStart, lastShown) = (line.Phase, now, now);
        if (line.Total <= 0 || line.Done >= line.Total || clock.GetElapsedTime(lastShown, now) < Interval) return null;
        lastShown = now;
        var share = Math.Clamp((double)line.Done / line.Total, 0, 1);
        var left = share > 0.02 ? $", about {ProgressLine.Duration(clock.GetElapsedTime(phaseStart, now) * ((1 - share) / share))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"  {line.Phase}: {share * 100:0} %, {line.Done:#,0} of {line.Total:#,0}{left}");
    }
}
