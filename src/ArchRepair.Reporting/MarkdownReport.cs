using ArchRepair.Core.Results;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting;

/// <summary>The full report as Markdown (CommonMark with tables, as GitHub renders it).</summary>
public static class MarkdownReport
{
    /// <summary>Writes the report; the same result gives the same text in every culture and time zone.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(MarkdownText.Join(ReportSections.Of(result)));
    }
}
