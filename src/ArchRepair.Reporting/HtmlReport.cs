using System.Text;

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
    public static void Write(CheckResult result, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        var facts = new ReportFacts(result);
        var sections = ReportSections.Of(result);
        writer.Write(
            $"""
             <!DOCTYPE html>
             <html lang="en">
             <head>
             <meta charset="utf-8">
             <meta http-equiv="Content-Security-Policy" content="{PageStyle.Policy}">
             <meta name="viewport" content="width=device-width, initial-scale=1">
             <meta name="referrer" content="no-referrer">
             <title>{Escape.Html(VerdictSection.Title(result))}: {Escape.Html(Visible.Name(result.Name))}</title>
             <style>{PageStyle.Css}</style>
             </head>
             <body>
             <main>

             """.ReplaceLineEndings("\n"));
        var pictures = Pictures.Of(facts);
        foreach (var section in sections)
        {
            WriteSection(writer, facts, section, pictures.GetValueOrDefault(section.Key));
            if (section.Key == VerdictSection.Key) WriteContents(writer, sections);
        }

        writer.Write($"<footer>ArchRepair {Escape.Html(result.Provenance.ToolVersion)}. This page holds everything it shows and asks no server for anything.</footer>\n</main>\n</body>\n</html>\n");
    }

    private static void WriteSection(TextWriter writer, ReportFacts facts, ReportSection section, Svg? picture)
    {
        var isVerdict = section.Key == VerdictSection.Key;
        IReadOnlyList<string> drawings = section.Key == BlockSection.Key
            ? [.. facts.Result.Repair!.Record.Genotype.Blocks.Select(block => BlockPicture.Of(BlockGraph.Of(block)).Inline())]
            : [];
        var body = SectionHtml.Of(section.Markdown, drawings);
        if (section.Key == ReproduceSection.Key) body = body.Replace("<table>", "<table class=\"kv\">", StringComparison.Ordinal);
        writer.Write($"<section class=\"{section.Key}\" id=\"{section.Key}\">\n<h{(isVerdict ? 1 : 2)}>{Escape.Html(section.Title)}</h{(isVerdict ? 1 : 2)}>\n");
        // A picture that shows the table's own numbers stands before it, and the table folds away behind it.
        if (picture is not null) writer.Write($"<figure>{picture.Inline()}</figure>\n");
        writer.Write(body);
        writer.Write("</section>\n");
    }

    private static void WriteContents(TextWriter writer, IReadOnlyList<ReportSection> sections)
    {
        var links = new StringBuilder("<nav>");
        foreach (var section in sections.Skip(1)) links.Append("<a href=\"#").Append(section.Key).Append("\">").Append(Escape.Html(section.Title)).Append("</a>");
        writer.Write(links.Append("</nav>\n").ToString());
    }
}
