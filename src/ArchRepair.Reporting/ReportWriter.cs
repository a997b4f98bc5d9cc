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
        var written = new List<string>();
        foreach (var format in formats.Distinct(StringComparer.Ordinal))
        {
            switch (format)
            {
                case "markdown":
                    written.Add(WriteText(directory, "report.md", writer => MarkdownReport.Write(result, writer)));
                    break;
                case "json" or "html" or "junit":
                    break;
                default:
                    throw new ArgumentException($"'{format}' is no report format; known: markdown, html, json, junit.", nameof(formats));
            }
        }

        return written;
    }

    private static string WriteText(string directory, string name, Action<TextWriter> write)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(text);
        var path = Path.Combine(directory, name);
        AtomicFile.WriteText(path, text.ToString());
        return path;
    }
}
