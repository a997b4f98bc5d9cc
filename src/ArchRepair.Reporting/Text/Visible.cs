using System.Globalization;
using System.Text;

namespace ArchRepair.Reporting.Text;

/// <summary>Turns text from files into one line in which nothing is hidden: no control, override or unpaired code, and a bounded length.</summary>
/// <remarks>
/// Names and paths come from checkpoints, folders and command lines. A line break could start a line of its own, an escape sequence
/// could repaint a terminal, a bidirectional override could reorder what stands beside it. Such codes are shown, not obeyed.
/// </remarks>
internal static class Visible
{
    /// <summary>Longest name that is shown whole, in UTF-16 units.</summary>
    public const int NameLength = 120;

    /// <summary>Longest sentence or path that is shown whole, in UTF-16 units.</summary>
    public const int SentenceLength = 1000;

    private const int ControlPictures = 0x2400;

    /// <summary>A name; an empty one becomes <c>(empty)</c>.</summary>
    public static string Name(string text) => Line(text, NameLength);

    /// <summary>A sentence or a path; an empty one becomes <c>(empty)</c>.</summary>
    public static string Sentence(string text) => Line(text, SentenceLength);

    private static string Line(string text, int length)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= length)
            {
                shown.Append('…');
                break;
            }

            Append(shown, rune);
        }

        var line = shown.ToString().Trim(' ');
        return line.Length == 0 ? "(empty)" : line;
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control when rune.Value < 0x20:
                shown.Append((char)(ControlPictures + rune.Value));
                break;
            case UnicodeCategory.SpaceSeparator:
                shown.Append(' ');
                break;
            case UnicodeCategory.Format when rune.Value is 0x200C or 0x200D:
                shown.Append(rune); // Joiners: Persian and emoji are written with them, and they reorder nothing.
                break;
            case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse:
                shown.Append(CultureInfo.InvariantCulture, $"‹U+{rune.Value:X4}›");
                break;
            default:
                shown.Append(rune);
                break;
        }
    }
}
