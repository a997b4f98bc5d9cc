using ArchRepair.Tool.CommandLine;

using Spectre.Console;

namespace ArchRepair.Tool.Terminal;

/// <summary>A console to draw on, made from what is known of the writer: colours only where a person wants them, never in a file.</summary>
internal static class Screen
{
    /// <summary>Columns of what nobody's window bounds: a file, a pipe, a build log. Sentences stay on one line there, to be searched for.</summary>
    private const int PlainWidth = 400;

    private const int LeastWidth = 60;

    /// <summary>Whether a person watches this writer in a terminal that can move its cursor.</summary>
    public static bool IsTerminal(TextWriter writer, ToolEnvironment environment) =>
        ((ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected) || (ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected)) && environment.Text("TERM") != "dumb";

    /// <param name="ci">Host; in any but none, output is plain.</param>
    public static IAnsiConsole For(TextWriter writer, string ci, ToolEnvironment environment)
    {
        var isTerminal = ci == "none" && IsTerminal(writer, environment);
        var hasColors = isTerminal && environment.Text("NO_COLOR") is null;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            // Build hosts would otherwise be given escape sequences: what they get is decided here.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = isTerminal ? Math.Max(LeastWidth, WindowWidth()) : PlainWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return PlainWidth;
        }
    }
}
