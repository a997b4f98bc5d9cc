using System.Globalization;
using System.Text;

using ArchRepair.Core.Caching;
using ArchRepair.Core.Files;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting;

/// <summary>Writes the reports of a finished result into a folder.</summary>
public static class ReportWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes every report of the formats asked for; each file appears whole or not at all.</summary>
    /// <param name="directory">Folder; made when missing.</param>
    /// <param name="formats">
    /// <c>markdown</c> (report.md with its plots as SVG and PNG, summary.md, comment.md), <c>html</c>, <c>junit</c>, <c>trx</c>,
    /// <c>gitlab</c> (code quality and metrics); <c>json</c> is the result itself, which its owner writes.
    /// </param>
    /// <param name="places">Lines of the settings that findings speak of; by default the first line of the file that the result names.</param>
    /// <param name="drawn">Where PNG files of equal results are remembered, so that they are drawn once; null to draw them each time.</param>
    /// <returns>Paths of the written files, the full report first.</returns>
    /// <exception cref="ArgumentException">A format is unknown; nothing was written.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(CheckResult result, string directory, IReadOnlyList<string> formats, SettingsPlaces? places = null, ContentStore? drawn = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(formats);
        var document = new ReportDocument(result);
        var files = formats.Distinct(StringComparer.Ordinal).SelectMany(format => Files(document, format, places ?? SettingsPlaces.Unknown(result.Provenance.SettingsFile), drawn)).ToArray();
        var written = new List<string>();
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(directory, name);
            AtomicFile.WriteBytes(path, bytes);
            written.Add(path);
        }

        return written;
    }

    private static IReadOnlyList<(string Name, byte[] Bytes)> Files(ReportDocument document, string format, SettingsPlaces places, ContentStore? drawn) => format switch
    {
        "markdown" =>
        [
            ("report.md", Text(writer => MarkdownReport.Write(document, writer, hasPictures: true))),
            ("summary.md", Text(writer => SummaryReport.Write(document, writer))),
            ("comment.md", Text(writer => CommentReport.Write(document, writer))),
            .. Plots(document.Facts, drawn),
        ],
        "html" => [("report.html", Text(writer => HtmlReport.Write(document, writer)))],
        "junit" => [("junit.xml", Text(writer => JUnitReport.Write(document, writer)))],
        "trx" => [("results.trx", Text(writer => TrxReport.Write(document, writer)))],
        "gitlab" =>
        [
            ("gl-code-quality-report.json", Text(writer => GitLabQualityReport.Write(document.Result, places, writer))),
            ("metrics.txt", Text(writer => GitLabMetricsReport.Write(document.Facts, writer))),
        ],
        "json" => [],
        _ => throw new ArgumentException($"'{format}' is no report format; known: {string.Join(", ", ReportSettings.KnownFormats)}.", nameof(format)),
    };

    private static IEnumerable<(string Name, byte[] Bytes)> Plots(ReportFacts facts, ContentStore? drawn)
    {
        foreach (var (key, picture) in Pictures.Of(facts)) yield return (Path.Combine(Pictures.Folder, key + ".svg"), Utf8.GetBytes(picture.Standalone()));
        foreach (var (key, png) in RememberedPlots.Of(facts, drawn)) yield return (Path.Combine(Pictures.Folder, key + ".png"), png);
    }

    private static byte[] Text(Action<TextWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(text);
        return Utf8.GetBytes(text.ToString());
    }
}
