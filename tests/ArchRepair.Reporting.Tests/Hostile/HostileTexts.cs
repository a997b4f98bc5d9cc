using System.Text;

using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests.Hostile;

/// <summary>Names that try to leave their place in a report.</summary>
internal static class HostileTexts
{
    private static readonly string[] Payloads =
    [
        "a|b|c", "|", "||", "\\|", "\\", "\\\\", "`", "``", "```", "`|`", "```\n# heading\n```", "~~~", "~~struck~~", "*", "**bold**", "_under_", "__init__", "***",
        "# heading", "#1", "## heading", "###", "- item", "+ item", "* item", "1. item", "1) item", "> quote", "---", "===", "***", "    code", "\tcode", "- [ ] task",
        "[link](https://evil.example)", "[link](javascript:alert(1))", "![image](https://evil.example/x.png)", "[ref]: https://evil.example", "[ref]", "[^1]", "[[_TOC_]]",
        "<https://evil.example>", "https://evil.example/a?b=c&d=e", "www.evil.example", "mailto:a@b.example", "a@b.example", "@everyone", "@org/team", "GH-12", "org/repo#12",
        ":smile:", ":+1:", "$x^2$", "$$x$$", "&lt;script&gt;", "&#60;", "&amp;", "&", "&nbsp;", "<script>alert(1)</script>", "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=//evil.example>", "</td></tr></table>", "</code>", "</style>", "</title>", "</svg>", "</details>",
        "<!-- -->", "-->", "<!--", "--!>", "<![CDATA[", "]]>", "<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "&e;",
        "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "style=\"position:fixed\"", "{#id .class onclick=x}", "{{ expression }}", "${{ secrets.TOKEN }}", "$(rm -rf /)", "`rm -rf /`",
        "::error file=a.cs,line=1::text", "::set-output name=a::b", "::stop-commands::x", "##vso[task.complete result=Succeeded;]", "##[error]text", "\n::error::text", "\r\n::warning::text",
        "\u001b[31mred\u001b[0m", "\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007", "\u0007", "\b\b\b", "\0", "a\0b", "\u007f", "\u0085", "\u009b31m", "\r", "\n", "\r\n", "\v", "\f",
        "\u2028", "\u2029", "\u202egnp.exe", "\u202a\u202b\u202c\u202d\u202e", "\u2066\u2067\u2068\u2069", "\u200e\u200f\u061c", "\u200b\u2060\ufeff", "\u00ad", "\ufff9\ufffa\ufffb", "\ud800", "\udc00", "\ud800a",
        "\ufffe", "\uffff", "\U000e0041\U000e0042", "=1+1", "+1+1", "-1+1", "=HYPERLINK(\"https://evil.example\")", "@SUM(A1)", "e\u0301\u0301\u0301\u0301", "שלום", "مرحبا", "👩‍👩‍👧", "猫", "ﷺ",
        "end", "subgraph x", "a --> b", "click a \"javascript:alert(1)\"", "%%{init: {}}%%", "\"];x[\"", "#quot;", "#35;", "style a fill:#f00", "flowchart LR", "../../etc/passwd", "C:\\x\\y", "CON",
        "None", "NaN", "clean", "frost*", "a/b/c", "a, b", "\u00a0", "\u3000", "a  b", "'", "\"", "✗ ▼ ▲ ≈", "<summary>x</summary>", "<code>", "<td class=\"n\">▲",
    ];

    private static readonly string[] Frames = ["{0}", "a{0}", "a {0} b"];

    /// <summary>Every payload alone and in company, then strings drawn from the characters that mean something somewhere.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Payloads.SelectMany(payload => Frames.Select(frame => frame.Replace("{0}", payload, StringComparison.Ordinal)))
            .Concat(Drawn(120)).Concat([new string('x', 5000), new string('|', 3000)]).Distinct(),
    ];

    private static IEnumerable<string> Drawn(int count)
    {
        const string Alphabet = "|`*_[]()<>&\"'\\#-+=~:!@$^{}%/.,; \n\r\t\u001b\u202e\u200b1a\u05d0é✗▲";
        var random = new SplitMix(99);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            var length = 1 + random.Below(40);
            for (var k = 0; k < length; k++) text.Append(Alphabet[random.Below(Alphabet.Length)]);
            yield return text.ToString();
        }
    }
}
