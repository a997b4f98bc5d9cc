using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ArchRepair.Reporting.Text;

/// <summary>The one place where text from outside becomes part of a report.</summary>
/// <remarks>
/// Each function first makes the text visible (<see cref="Visible"/>), then writes it so that the target form reads it as plain
/// characters. Nothing else in this project puts outside text into a document.
/// </remarks>
internal static partial class Escape
{
    /// <summary>A sentence inside Markdown, also in a table cell or after a list's dash.</summary>
    /// <remarks>
    /// Hosts link some plain words after Markdown is done (@names, #numbers, addresses, :emoji:), which no backslash prevents; they
    /// leave code alone, so a sentence with such a word is shown as code.
    /// </remarks>
    public static string Text(string text)
    {
        var line = Visible.Sentence(text);
        return HostLinks().IsMatch(line) ? CodeOfLine(line) : TextOfLine(line);
    }

    /// <summary>A name inside Markdown, shown as code.</summary>
    public static string Name(string text) => CodeOfLine(Visible.Name(text));

    /// <summary>A path, command or hash inside Markdown, shown as code.</summary>
    public static string Code(string text) => CodeOfLine(Visible.Sentence(text));

    /// <summary>One line in a fenced block whose fence is longer than any run of backticks in it; as code where a log could obey it.</summary>
    public static string Fenced(string text, string language)
    {
        var line = Visible.Sentence(text);
        if (IsHostCommand(line)) return CodeOfLine(line) + "\n";
        var longest = line.Split('`').Length == 1 ? 0 : BacktickRuns().Matches(line).Max(match => match.Length);
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{line}\n{fence}\n";
    }

    /// <summary>Text content or attribute value of HTML or SVG.</summary>
    public static string Html(string text)
    {
        var html = new StringBuilder();
        foreach (var c in Visible.Sentence(text))
        {
            if (c is '&' or '<' or '>' or '"' or '\'' or '`') html.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            else html.Append(c);
        }

        return html.ToString();
    }

    /// <summary>Text between the quotes of a Mermaid label.</summary>
    /// <remarks>Mermaid reads <c>#code;</c> as a character; all punctuation is written so, since labels may hold Markdown and HTML.</remarks>
    public static string Mermaid(string text)
    {
        var label = new StringBuilder();
        foreach (var rune in Visible.Name(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '×' or '…' or '−') label.Append(rune);
            else label.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }

        return label.ToString();
    }

    /// <summary>Letters, digits and dashes only: for file names, anchors and keys.</summary>
    public static string Slug(string text)
    {
        var slug = string.Concat(Visible.Name(text).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return Dashes().Replace(slug, "-").Trim('-');
    }

    private static string TextOfLine(string line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '|') text.Append("&#124;");
            else if (IsInlineMark(c) || (i == 0 && c is '#' or '-' or '+' or '=' or ':') || IsListMark(line, i)) text.Append('\\').Append(c);
            else text.Append(c);
        }

        return text.ToString();
    }

    private static bool IsInlineMark(char c) => c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '&' or '~' or '$' or '^';

    // "1." or "1)" at the start of a line begins a list.
    private static bool IsListMark(string line, int i) => line[i] is '.' or ')' && i is > 0 and < 10 && line.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0;

    // Build hosts obey such words where a log repeats a report.
    private static bool IsHostCommand(string line) => line.Contains("::", StringComparison.Ordinal) || line.Contains("##", StringComparison.Ordinal);

    // A code span cannot hold backticks safely, and hosts disagree about pipes in code in tables; entities in an element work everywhere.
    private static string CodeOfLine(string line)
    {
        if (line.AsSpan().IndexOfAny('`', '|') < 0 && !IsHostCommand(line)) return $"`{line}`";
        var code = new StringBuilder("<code>");
        foreach (var c in line)
        {
            if (c == ' ' || !char.IsAscii(c) || char.IsAsciiLetterOrDigit(c)) code.Append(c);
            else code.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
        }

        return code.Append("</code>").ToString();
    }

    [GeneratedRegex(@"@\w|#\d|\b[gG][hH]-\d|://|www\.|mailto:|:[a-z0-9_+-]+:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HostLinks();

    [GeneratedRegex("`+")]
    private static partial Regex BacktickRuns();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Dashes();
}
