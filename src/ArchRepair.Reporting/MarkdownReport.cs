using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting;

/// <summary>The full report as Markdown (CommonMark with tables, as GitHub renders it).</summary>
public static class MarkdownReport
{
    /// <summary>Writes the report; the same result gives the same text in every culture and time zone.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportDocument(result), writer, hasPictures: false);

    /// <param name="hasPictures">Whether the pictures of <see cref="ReportWriter"/> lie beside the file, to be shown in it.</param>
    internal static void Write(ReportDocument document, TextWriter writer, bool hasPictures)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var pictures = hasPictures ? Pictures.Of(document.Facts).Keys.ToHashSet(StringComparer.Ordinal) : [];
        writer.Write(MarkdownText.Join(document.Sections.Select(section => pictures.Contains(section.Key)
            ? section with { Markdown = $"![{section.Title}]({Pictures.Folder}/{section.Key}.svg)\n\n{section.Markdown}" }
            : section)));
    }
}
