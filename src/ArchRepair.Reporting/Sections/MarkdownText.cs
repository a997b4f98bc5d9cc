using System.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Sections as one Markdown text: the first carries the document's heading.</summary>
internal static class MarkdownText
{
    public static string Join(IEnumerable<ReportSection> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            text.Append(text.Length == 0 ? "# " : "\n## ").Append(section.Title).Append("\n\n").Append(section.Markdown.TrimEnd('\n')).Append('\n');
        }

        return text.ToString();
    }
}
