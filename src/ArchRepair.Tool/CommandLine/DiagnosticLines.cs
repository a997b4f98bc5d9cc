using ArchRepair.Core.Diagnostics;
using ArchRepair.Reporting.Hosts;

namespace ArchRepair.Tool.CommandLine;

/// <summary>Diagnostics in the form that terminals, editors and MSBuild understand: <c>file(line,column): error AR0103: text</c>.</summary>
internal static class DiagnosticLines
{
    /// <summary>A line each; on GitHub also as marks beside the lines that they speak of, ten at most.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<Diagnostic> diagnostics, ToolEnvironment environment)
    {
        var host = CiHost.Detect("auto", environment);
        foreach (var diagnostic in diagnostics)
        {
            var line = Line(diagnostic, "error");
            writer.WriteLine(host == "none" ? PlainLine.Of(line) : PlainLine.ForLog(line));
        }

        if (host != "github") return;
        foreach (var diagnostic in diagnostics.Take(GitHubLog.MostAnnotations))
            writer.WriteLine(GitHubLog.Error(diagnostic, diagnostic.Location is { } place ? RepositoryPlaces.Shown(Path.GetFullPath(place.File)) : ""));
    }

    public static string Line(Diagnostic diagnostic, string severity)
    {
        var message = diagnostic.Message.ReplaceLineEndings(" ");
        return diagnostic.Location is { } location
            ? $"{location}: {severity} {diagnostic.Code}: {message}"
            : $"archrepair: {severity} {diagnostic.Code}: {message}";
    }
}
