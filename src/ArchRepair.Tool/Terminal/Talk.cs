using System.Globalization;

using ArchRepair.Core.Protocol;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Terminal;

/// <summary>
/// What the tool says while it works, always on standard error: a line that rewrites itself on a terminal, one plain line a step
/// in CI or a pipe, nothing with <c>--format json</c> or <c>--verbosity quiet</c>.
/// </summary>
internal sealed class Talk
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(30);

    private readonly TextWriter writer;
    private readonly bool isSilent;
    private readonly bool isDetailed;
    private readonly bool isLive;
    private readonly TimeProvider clock;
    private string phase = "";
    private long phaseStart;
    private long lastShown;
    private long lastPlain;
    private int shownLength;

    public Talk(TextWriter writer, bool isSilent, bool isDetailed, bool isLive, TimeProvider clock)
    {
        this.writer = writer;
        this.isSilent = isSilent;
        this.isDetailed = isDetailed;
        this.isLive = isLive;
        this.clock = clock;
    }

    public static Talk For(TextWriter writer, string verbosity, string format, string ci, ToolEnvironment environment)
    {
        var isTerminal = ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected && ci == "none" && environment.Text("TERM") != "dumb";
        return new Talk(writer, format == "json" || verbosity == "quiet", verbosity == "detailed", isTerminal, TimeProvider.System);
    }

    /// <summary>A step begins, or something worth a line happened.</summary>
    public void Say(string text)
    {
        if (isSilent) return;
        ClearLine();
        writer.WriteLine(text);
        writer.Flush();
    }

    public void Detail(string text)
    {
        if (isDetailed) Say(text);
    }

    public void Progress(WorkerLine line)
    {
        if (isSilent) return;
        if (line.Text.Length > 0) Say($"  {line.Text}");
        var now = clock.GetTimestamp();
        if (line.Phase != phase)
        {
            phase = line.Phase;
            phaseStart = now;
            lastShown = 0;
            lastPlain = now;
        }

        if (line.Total <= 0) return;
        if (!isLive)
        {
            ShowPlainly(line, now);
            return;
        }

        var isLast = line.Done >= line.Total;
        if (!isLast && lastShown != 0 && clock.GetElapsedTime(lastShown, now) < TimeSpan.FromMilliseconds(150)) return;
        lastShown = now;
        Show(line, clock.GetElapsedTime(phaseStart, now));
        if (isLast) ClearLine();
    }

    // A log gets a line now and then, so that a long step is seen to move; a short one stays silent.
    private void ShowPlainly(WorkerLine line, long now)
    {
        if (line.Done >= line.Total || clock.GetElapsedTime(lastPlain, now) < PlainInterval) return;
        lastPlain = now;
        var share = Math.Clamp((double)line.Done / line.Total, 0, 1);
        var left = share > 0.02 ? $", about {Duration(clock.GetElapsedTime(phaseStart, now) * ((1 - share) / share))} left" : "";
        Say(string.Create(CultureInfo.InvariantCulture, $"  {line.Phase}: {share * 100:0} %, {line.Done:#,0} of {line.Total:#,0}{left}"));
    }

    private void Show(WorkerLine line, TimeSpan elapsed)
    {
        var share = Math.Clamp((double)line.Done / line.Total, 0, 1);
        var filled = (int)(share * 24);
        var left = share > 0.02 ? $"  {Duration(elapsed * ((1 - share) / share))} left" : "";
        var text = string.Create(CultureInfo.InvariantCulture,
            $"  {line.Phase,-10} {new string('█', filled)}{new string('░', 24 - filled)} {share * 100,3:0} %{left}");
        writer.Write('\r' + text.PadRight(shownLength));
        writer.Flush();
        shownLength = text.Length;
    }

    private void ClearLine()
    {
        if (shownLength == 0) return;
        writer.Write('\r' + new string(' ', shownLength) + '\r');
        shownLength = 0;
    }

    private static string Duration(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");
}
