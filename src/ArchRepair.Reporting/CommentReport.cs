using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>The report as a comment on a pull request: short, findable again by its marker, and never past the hosts' limit.</summary>
public static class CommentReport
{
    /// <summary>Greatest length in characters; GitHub refuses 65,536.</summary>
    public const int MaxLength = 60_000;

    /// <summary>Name of the artifact that continuous integration uploads the report folder as.</summary>
    public const string ArtifactName = "archrepair";

    /// <summary>First line of the comment, the same in every run of one model: a poster updates the comment that starts with it.</summary>
    public static string Marker(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.Name)).AsSpan(0, 4));
        return string.Create(CultureInfo.InvariantCulture, $"<!-- archrepair:{Escape.Slug(result.Name)}-{hash} -->");
    }

    /// <summary>Writes the comment: verdict and failed cells open, the rest folded; its last line names the artifact.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportDocument(result), writer);

    internal static void Write(ReportDocument document, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var head = Marker(document.Result) + "\n";
        var foot = $"\nThe full report is `report.html` (or `report.md`) in the artifact `{ArtifactName}` of this run.\n";
        var sections = document.Sections;
        string[] kept = [VerdictSection.Key, FailedCellsSection.Key, RankingSection.Key, BlockSection.Key, RepairSection.Key];
        foreach (var count in Enumerable.Range(1, kept.Length).Reverse())
        {
            var text = head + Body(sections.Where(section => kept.Take(count).Contains(section.Key))) + foot;
            if (text.Length >= MaxLength) continue;
            writer.Write(text);
            return;
        }

        writer.Write($"{head}# {VerdictSection.Title(document.Result)}\n\n{VerdictSection.Short(document.Facts)}{foot}");
    }

    private static string Body(IEnumerable<ReportSection> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            if (section.Key == VerdictSection.Key) text.Append("# ").Append(section.Title).Append("\n\n").Append(section.Markdown);
            else if (section.Key == FailedCellsSection.Key) text.Append("\n## ").Append(section.Title).Append("\n\n").Append(section.Markdown);
            else text.Append("\n<details>\n<summary>").Append(section.Title).Append("</summary>\n\n").Append(section.Markdown.TrimEnd('\n')).Append("\n\n</details>\n");
        }

        return text.ToString();
    }
}
