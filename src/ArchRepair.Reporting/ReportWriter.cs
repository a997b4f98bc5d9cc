using System.Globalization;

using ArchRepair.Core.Files;
using ArchRepair.Core.Results;

namespace ArchRepair.Reporting;

/// <summary>Writes the reports of a finished result into a folder.</summary>
public static class ReportWriter
{
    /// <summary>Writes every report of the formats asked for; each file appears whole or not at all.</summary>
    /// <param name="directory">Folder; made when missing.</param>
    /// <param name="formats"><c>markdown</c>, <c>html</c>, <c>junit</c>; <c>json</c> is the result itself, which its owner writes.</param>
    /// <returns>Paths of the written files, the full report first.</returns>
    /// <exception cref="ArgumentException">A format is unknown.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(CheckResult result, string directory, IReadOnlyList<string> formats)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(formats);
        var files = formats.Distinct(StringComparer.Ordinal).SelectMany(Files).ToArray();
        return [.. files.Select(file => WriteText(result, directory, file))];
    }

    private static (string Name, Action<CheckResult, TextWriter> Write)[] Files(string format) => format switch
    {
        "markdown" => [("report.md", MarkdownReport.Write), ("summary.md", SummaryReport.Write), ("comment.md", CommentReport.Write)],
        "html" => [("report.html", HtmlReport.Write)],
        "junit" => [("junit.xml", JUnitReport.Write)],
        "json" => [],
        _ => throw new ArgumentException($"'{format}' is no report format; known: markdown, html, json, junit.", nameof(format)),
    };

    private static string WriteText(CheckResult result, string directory, (string Name, Action<CheckResult, TextWriter> Write) file)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        file.Write(result, text);
        var path = Path.Combine(directory, file.Name);
        AtomicFile.WriteText(path, text.ToString());
        return path;
    }
}
