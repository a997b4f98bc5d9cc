using System.Text;

using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ArchRepair.Reporting.Tests.Hostile;

/// <summary>What a Markdown reader finds in a report: its tables as text, and its structure.</summary>
internal static class MarkdownCells
{
    // As hosts read it: tables, bare addresses as links, strikethrough, task lists.
    private static readonly MarkdownPipeline Host = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().Build();

    /// <summary>Cell texts without white space, in reading order: table, row, cell.</summary>
    public static IReadOnlyList<string> Of(string markdown) =>
    [
        .. Markdown.Parse(markdown, Host).Descendants<TableCell>().Select(cell => string.Concat(Text(cell).Where(c => !char.IsWhiteSpace(c)))),
    ];

    /// <summary>Kinds of blocks in order, and every inline that could act: links and HTML.</summary>
    public static IReadOnlyList<string> Structure(string markdown)
    {
        var document = Markdown.Parse(markdown, Host);
        return
        [
            .. document.Descendants().OfType<Block>().Select(block => block is HtmlBlock html ? html.Lines.ToString() : block.GetType().Name),
            .. document.Descendants().Where(node => node is LinkInline or AutolinkInline).Select(node => "link " + node.GetType().Name),
            .. document.Descendants().OfType<HtmlInline>().Select(html => html.Tag).Where(tag => tag is not "<code>" and not "</code>"),
        ];
    }

    private static string Text(MarkdownObject node)
    {
        var text = new StringBuilder();
        foreach (var inline in node.Descendants())
        {
            if (inline is LiteralInline literal) text.Append(literal.Content.ToString());
            else if (inline is CodeInline code) text.Append(code.Content);
            else if (inline is HtmlEntityInline entity) text.Append(entity.Transcoded.ToString());
        }

        return text.ToString();
    }
}
