using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Html;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting;

/// <summary>Two results side by side, image by image where they were measured on the same images.</summary>
public static class CompareReport
{
    /// <summary>Writes Markdown.</summary>
    /// <param name="first">What the second is held against.</param>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void WriteMarkdown(CheckResult first, CheckResult second, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(MarkdownText.Join(new CompareDocument(first, second).Sections));
    }

    /// <summary>Writes a self-contained page.</summary>
    /// <inheritdoc cref="WriteMarkdown" path="/param"/>
    public static void WriteHtml(CheckResult first, CheckResult second, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var document = new CompareDocument(first, second);
        var pictures = new Dictionary<string, Svg>(StringComparer.Ordinal);
        if (HeatPicture.Of(document.Facts) is { } heat) pictures[HeatSection.Key] = heat;
        HtmlPage.Write(writer, second.Provenance.ToolVersion, document.Sections, pictures);
    }
}
