using System.Globalization;

using ArchRepair.Core.Protocol;

using Spectre.Console;

namespace ArchRepair.Tool.Terminal;

/// <summary>One line that rewrites itself: the phase, a bar, how far, how long still.</summary>
/// <param name="screen">A terminal that can move its cursor.</param>
internal sealed class ProgressLine(IAnsiConsole screen, TimeProvider clock)
{
    // Ten frames a second are more than an eye follows, and a worker may report a hundred times a second.
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(120);
    private readonly Lock gate = new();
    private string phase = "";
    private long phaseStart;
    private long lastShown;
    private bool isShown;

    public void Show(WorkerLine line)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (line.Phase != phase) (phase, phaseStart, lastShown) = (line.Phase, now, 0);
            if (line.Total <= 0) return;
            var isLast = line.Done >= line.Total;
            if (!isLast && lastShown != 0 && clock.GetElapsedTime(lastShown, now) < Frame) return;
            lastShown = now;
            if (isLast) Erase();
            else Draw(line, clock.GetElapsedTime(phaseStart, now));
        }
    }

    /// <summary>Makes room for a line of text.</summary>
    public void Clear()
    {
        lock (gate) Erase();
    }

    private void Draw(WorkerLine line, TimeSpan elapsed)
    {
        var share = Math.Clamp((double)line.Done / line.Total, 0, 1);
        var width = Math.Clamp(screen.Profile.Width - 46, 10, 60);
        var filled = (int)(share * width);
        // The first two percent tell little of the rest.
        var left = share > 0.02 ? $"{Duration(elapsed * ((1 - share) / share))} left" : "";
        screen.Write(new ControlCode("\r\u001b[2K"));
        screen.Write(new Paragraph()
            .Append(string.Create(CultureInfo.InvariantCulture, $"  {line.Phase,-10} "))
            .Append(new string('━', filled), new Style(Color.DodgerBlue1)).Append(new string('━', width - filled), new Style(Color.Grey35))
            .Append(string.Create(CultureInfo.InvariantCulture, $" {share * 100,3:0} %  {left}")));
        isShown = true;
    }

    private void Erase()
    {
        if (!isShown) return;
        screen.Write(new ControlCode("\r\u001b[2K"));
        isShown = false;
    }

    public static string Duration(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");
}
