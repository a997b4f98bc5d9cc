using ArchRepair.Core.Protocol;
using ArchRepair.Reporting.Hosts;
using ArchRepair.Tool.CommandLine;

namespace ArchRepair.Tool.Terminal;

/// <summary>
/// What the tool says while it works, always on standard error: a line that rewrites itself on a terminal, one plain line a step
/// in CI or a pipe, nothing with <c>--format json</c> or <c>--verbosity quiet</c>.
/// </summary>
internal sealed class Talk
{
    private readonly TextWriter writer;
    private readonly bool isSilent;
    private readonly bool isDetailed;
    private readonly string host;
    private readonly ProgressLine? live;
    private readonly PlainProgress plain;
    private bool isGroupOpen;

    /// <param name="isLive">Whether a person watches the writer in a terminal.</param>
    public Talk(TextWriter writer, bool isSilent, bool isDetailed, bool isLive, TimeProvider clock)
        : this(writer, isSilent, isDetailed, "none", isLive ? new ProgressLine(Screen.For(writer, "none", ToolEnvironment.Process), clock) : null, new PlainProgress(clock))
    {
    }

    private Talk(TextWriter writer, bool isSilent, bool isDetailed, string host, ProgressLine? live, PlainProgress plain)
    {
        this.writer = writer;
        this.isSilent = isSilent;
        this.isDetailed = isDetailed;
        this.host = host;
        this.live = live;
        this.plain = plain;
    }

    /// <summary>Where a build host reads commands when standard output is taken.</summary>
    public TextWriter Log => writer;

    public static Talk For(TextWriter writer, string verbosity, string format, string ci, ToolEnvironment environment)
    {
        var isSilent = format == "json" || verbosity == "quiet";
        var screen = isSilent || ci != "none" || !Screen.IsTerminal(writer, environment) ? null : Screen.For(writer, ci, environment);
        return new Talk(writer, isSilent, verbosity == "detailed", ci, screen is null ? null : new ProgressLine(screen, TimeProvider.System), new PlainProgress(TimeProvider.System));
    }

    /// <summary>A step begins, or something worth a line happened.</summary>
    public void Say(string text)
    {
        if (isSilent) return;
        live?.Clear();
        writer.WriteLine(host == "none" ? PlainLine.Of(text) : PlainLine.ForLog(text));
        writer.Flush();
    }

    public void Detail(string text)
    {
        if (isDetailed) Say(text);
    }

    /// <summary>As <see cref="Detail(string)"/>, for what costs time to find out.</summary>
    public void Detail(Func<string> text)
    {
        if (isDetailed) Say(text());
    }

    /// <summary>Folds what is said from here on into one line of the host's log.</summary>
    public void OpenGroup(string title)
    {
        if (isSilent || host is not ("github" or "azure")) return;
        writer.WriteLine(host == "github" ? GitHubLog.OpenGroup(title) : AzureLog.OpenGroup(title));
        isGroupOpen = true;
    }

    public void CloseGroup()
    {
        live?.Clear();
        if (!isGroupOpen) return;
        writer.WriteLine(host == "github" ? GitHubLog.CloseGroup : AzureLog.CloseGroup);
        writer.Flush();
        isGroupOpen = false;
    }

    public void Progress(WorkerLine line)
    {
        if (isSilent) return;
        if (line.Text.Length > 0) Say($"  {line.Text}");
        if (live is not null) live.Show(line);
        else if (plain.LineFor(line) is { } text) Say(text);
    }
}
