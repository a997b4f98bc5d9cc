using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Html;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>The full report as one self-contained page: no script, no request, light and dark, for screens, phones and paper.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page; the same result gives the same text in every culture and time zone.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportDocument(result), writer);

    internal static void Write(ReportDocument document, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (result, facts) = (document.Result, document.Facts);
        HtmlPage.Open(writer, $"{VerdictSection.Words(result)}: {Visible.Name(result.Name)}");
        var pictures = Pictures.Of(facts);
        foreach (var section in document.Sections)
        {
            WriteSection(writer, facts, section, pictures.GetValueOrDefault(section.Key));
            if (section.Key == VerdictSection.Key) HtmlPage.WriteContents(writer, document.Sections.Skip(1));
        }

        HtmlPage.Close(writer, result.Provenance.ToolVersion);
    }

    private static void WriteSection(TextWriter writer, ReportFacts facts, ReportSection section, Svg? picture)
    {
        IReadOnlyList<string> drawings = section.Key == BlockSection.Key
            ? [.. facts.Result.Repair!.Record.Genotype.Blocks.Select(block => BlockPicture.Of(BlockGraph.Of(block)).Inline())]
            : [];
        var body = SectionHtml.Of(section.Markdown, drawings);
        if (section.Key == ReproduceSection.Key) body = body.Replace("<table>", "<table class=\"kv\">", StringComparison.Ordinal);
        if (section.Key == HeatSection.Key || (section.Key == NewlyFailedSection.Key && picture is not null)) body = HtmlPage.FoldFirstTable(body);
        writer.Write($"<section class=\"{section.Key}\" id=\"{section.Key}\">\n{Heading(facts.Result, section)}\n");
        writer.Write(picture is null ? body : HtmlPage.WithPicture(body, picture));
        writer.Write("</section>\n");
    }

    // Coloured marks of Markdown's heading need a font that many machines lack; the page has a badge of its own.
    private static string Heading(CheckResult result, ReportSection section)
    {
        if (section.Key != VerdictSection.Key) return $"<h2>{Escape.Html(section.Title)}</h2>";
        var (kind, word) = result.Verdict.Outcome switch
        {
            Outcome.Passed => ("pass", "✓ passed"),
            Outcome.Warned => ("warn", "! warned"),
            Outcome.Regressed => ("fail", "✗ failed"),
            _ => ("open", "? undecided"),
        };
        return $"<h1><span class=\"badge {kind}\">{word}</span> {Escape.Html(VerdictSection.Words(result))}</h1>";
    }
}
