using System.Text;

using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Html;

/// <summary>What every page has: its head with the policy, its contents, its foot.</summary>
internal static class HtmlPage
{
    /// <param name="title">Plain text.</param>
    public static void Open(TextWriter writer, string title) => writer.Write(
        $"""
         <!DOCTYPE html>
         <html lang="en">
         <head>
         <meta charset="utf-8">
         <meta http-equiv="Content-Security-Policy" content="{PageStyle.Policy}">
         <meta name="viewport" content="width=device-width, initial-scale=1">
         <meta name="referrer" content="no-referrer">
         <title>{Escape.Html(title)}</title>
         <style>{PageStyle.Css}</style>
         </head>
         <body>
         <main>

         """.ReplaceLineEndings("\n"));

    public static void Close(TextWriter writer, string version) => writer.Write(
        $"<footer>ArchRepair {Escape.Html(version)}. This page holds everything it shows and asks no server for anything.</footer>\n</main>\n</body>\n</html>\n");

    public static void WriteContents(TextWriter writer, IEnumerable<ReportSection> sections)
    {
        var links = new StringBuilder("<nav>");
        foreach (var section in sections) links.Append("<a href=\"#").Append(section.Key).Append("\">").Append(Escape.Html(section.Title)).Append("</a>");
        writer.Write(links.Append("</nav>\n").ToString());
    }

    /// <summary>A page of plain sections, the first with the page's heading, each with its picture if it has one.</summary>
    public static void Write(TextWriter writer, string version, IReadOnlyList<ReportSection> sections, IReadOnlyDictionary<string, Svg> pictures)
    {
        Open(writer, sections[0].Title);
        foreach (var (i, section) in sections.Index())
        {
            var body = SectionHtml.Of(section.Markdown, []);
            if (section.Key == CompareProvenance.Key) body = body.Replace("<table>", "<table class=\"kv\">", StringComparison.Ordinal);
            if (section.Key == HeatSection.Key && pictures.ContainsKey(section.Key)) body = FoldFirstTable(body);
            var level = i == 0 ? "h1" : "h2";
            writer.Write($"<section class=\"{section.Key}\" id=\"{section.Key}\">\n<{level}>{Escape.Html(section.Title)}</{level}>\n");
            writer.Write(pictures.TryGetValue(section.Key, out var picture) ? WithPicture(body, picture) : body);
            writer.Write("</section>\n");
            if (i == 0 && sections.Count > 2) WriteContents(writer, sections.Skip(1));
        }

        Close(writer, version);
    }

    /// <summary>Hides the first table behind a line to click: a picture above says the same; it stays for those who copy numbers or do not see pictures.</summary>
    public static string FoldFirstTable(string body)
    {
        const string End = "</table></div>";
        var end = body.IndexOf(End, StringComparison.Ordinal);
        if (end < 0) return body;
        var start = body.IndexOf("<div class=\"scroll\"><table>", StringComparison.Ordinal);
        return $"{body[..start]}<details>\n<summary>The same as a table</summary>\n{body[start..(end + End.Length)]}\n</details>{body[(end + End.Length)..]}";
    }

    /// <summary>The picture after the sentence that says what it means, where the section begins with one.</summary>
    public static string WithPicture(string body, Svg picture)
    {
        const string End = "</p>\n";
        var at = body.StartsWith("<p>", StringComparison.Ordinal) ? body.IndexOf(End, StringComparison.Ordinal) + End.Length : 0;
        return $"{body[..at]}<figure>{picture.Inline()}</figure>\n{body[at..]}";
    }
}
