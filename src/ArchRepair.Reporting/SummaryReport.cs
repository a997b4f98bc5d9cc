using System.Text;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting;

/// <summary>The report as a job summary: GitHub drops a summary of a MiB or more as a whole, so this one stays below.</summary>
public static class SummaryReport
{
    /// <summary>Greatest size of the text in UTF-8 bytes.</summary>
    public const int MaxBytes = 900_000;

    /// <summary>Sections in the order in which they are left out when the text would be too long; the verdict always stays.</summary>
    internal static readonly string[] DropOrder =
    [
        AlphaSection.Key, CurveSection.Key, NewlyFailedSection.Key, CalibrationSection.Key, FlipSection.Key, ClassSection.Key, DepthSection.Key, BlockSection.Key, RankingSection.Key, HeatSection.Key, RepairSection.Key, ReproduceSection.Key, FailedCellsSection.Key,
    ];

    /// <summary>Writes the report, whole sections left out and named where it would be too long.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportDocument(result), writer);

    internal static void Write(ReportDocument document, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Fit(document.Sections, text => Encoding.UTF8.GetByteCount(text) < MaxBytes));
    }

    /// <summary>The sections as one text that fits, or the verdict alone.</summary>
    internal static string Fit(IReadOnlyList<ReportSection> sections, Func<string, bool> fits)
    {
        var text = MarkdownText.Join(sections);
        var dropped = new List<string>();
        foreach (var key in DropOrder)
        {
            if (fits(text)) return text;
            if (sections.FirstOrDefault(section => section.Key == key) is not { } section) continue;
            sections = [.. sections.Where(kept => kept.Key != key)];
            dropped.Add(section.Title);
            text = MarkdownText.Join(sections) + $"\nLeft out for length, in report.md: {string.Join(", ", dropped)}.\n";
        }

        return text;
    }
}
