using System.Text.RegularExpressions;

using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ArchRepair.Reporting.Html;

/// <summary>A section's Markdown as HTML, with pictures in place of what only scripts could draw.</summary>
internal static partial class SectionHtml
{
    // The only HTML that our own Markdown contains; anything else would be text from outside that slipped through unescaped.
    private static readonly HashSet<string> OwnTags = ["<code>", "</code>", "<details>", "</details>"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>The parsed document, for tests that read the report back.</summary>
    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    /// <param name="drawings">Pictures for the section's Mermaid drawings, in their order.</param>
    /// <exception cref="InvalidOperationException">The Markdown holds HTML or links that are not ours: a bug in escaping.</exception>
    public static string Of(string markdown, IReadOnlyList<string> drawings)
    {
        var document = Parse(markdown);
        Refuse(document);
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.RemoveAll(candidate => candidate is CodeBlockRenderer);
        renderer.ObjectRenderers.Add(new DrawingRenderer(drawings));
        renderer.Render(document);
        renderer.Writer.Flush();
        return Classes(text.ToString());
    }

    private static void Refuse(MarkdownDocument document)
    {
        foreach (var node in document.Descendants())
        {
            if (node is LinkInline or AutolinkInline || node is HtmlInline { Tag: var tag } && !OwnTags.Contains(tag) || node is HtmlBlock block && !IsOwn(block))
                throw new InvalidOperationException($"The report's Markdown holds {node.GetType().Name} that is not its own, near position {node.Span.Start}.");
        }
    }

    private static bool IsOwn(HtmlBlock block) =>
        block.Lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).All(line => OwnTags.Contains(line) || OwnSummary().IsMatch(line));

    // The content security policy admits no style attributes; alignment and the marks of change become classes.
    private static string Classes(string html) => MarkedCell().Replace(
        html.Replace(" style=\"text-align: right;\"", " class=\"n\"", StringComparison.Ordinal)
            .Replace("<table>", "<div class=\"scroll\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal),
        match => $"<td class=\"n {(match.Groups[2].Value is "▲" ? "good" : "bad")}\">{match.Groups[1].Value}{match.Groups[2].Value}");

    [GeneratedRegex("<td class=\"n\">([^<▼▲✗]*)([▼▲✗])")]
    private static partial Regex MarkedCell();

    [GeneratedRegex("^<summary>[A-Za-z0-9 ,()]+</summary>$")]
    private static partial Regex OwnSummary();

    private sealed class DrawingRenderer(IReadOnlyList<string> drawings) : HtmlObjectRenderer<CodeBlock>
    {
        private readonly CodeBlockRenderer plain = new();
        private int next;

        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            if (block is FencedCodeBlock { Info: "mermaid" } && next < drawings.Count) renderer.Write("<figure>").Write(drawings[next++]).WriteLine("</figure>");
            else plain.Write(renderer, block);
        }
    }
}
