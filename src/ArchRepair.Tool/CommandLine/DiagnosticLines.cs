using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Tool.CommandLine;

/// <summary>Diagnostics in the form that terminals, editors and MSBuild understand: <c>file(line,column): error AR0103: text</c>.</summary>
internal static class DiagnosticLines
{
    public static void Write(TextWriter writer, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) writer.WriteLine(Line(diagnostic, "error"));
    }

    public static string Line(Diagnostic diagnostic, string severity)
    {
        var message = diagnostic.Message.ReplaceLineEndings(" ");
        return diagnostic.Location is { } location
            ? $"{location}: {severity} {diagnostic.Code}: {message}"
            : $"archrepair: {severity} {diagnostic.Code}: {message}";
    }
}
