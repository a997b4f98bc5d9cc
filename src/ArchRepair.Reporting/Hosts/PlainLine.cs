using System.Text.RegularExpressions;

using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Hosts;

/// <summary>Text from files as one line that a terminal or a build log shows and does not obey.</summary>
public static partial class PlainLine
{
    /// <summary>Controls, escape sequences, line breaks and bidirectional overrides become visible characters; very long text is cut.</summary>
    public static string Of(string text) => Keep(text) ? text : Visible.Sentence(text);

    /// <summary>A name as a table in a terminal or a log shows it: one line of bounded length, in which nothing is a command.</summary>
    public static string Name(string text) => Pairs().Replace(Visible.Name(text), "$0 ");

    /// <summary>The same where a build host reads along: nothing in it is a command.</summary>
    public static string ForLog(string text) => Pairs().Replace(Of(text), "$0 ");

    // Indentation is ours to keep; what has nothing to hide passes as it is.
    private static bool Keep(string text) => text.Length <= Visible.SentenceLength && text.All(c => c is >= ' ' and < '\x7f' or '→' or '−' or '–' or '✗' or '·' or '…' or '█' or '░' or '±' or '×' or '≈' or '▼' or '▲');

    [GeneratedRegex(":(?=:)|#(?=#)")]
    private static partial Regex Pairs();
}
