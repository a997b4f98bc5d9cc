using ArchRepair.Core.Protocol;

namespace ArchRepair.Worker;

/// <summary>Writes progress as lines of JSON, at most ten a second unless a line says something new.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider clock) : IProgress<WorkerLine>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private long lastWritten;
    private string lastPhase = "";

    public void Report(WorkerLine value)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var isNew = value.Text.Length > 0 || value.Phase != lastPhase || value.Done >= value.Total;
            if (!isNew && clock.GetElapsedTime(lastWritten, now) < Shortest) return;
            lastWritten = now;
            lastPhase = value.Phase;
            output.WriteLine(CoreJson.Serialize(value));
            output.Flush();
        }
    }
}
