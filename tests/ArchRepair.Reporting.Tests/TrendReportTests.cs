using ArchRepair.Core.Results;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class TrendReportTests
{
    private static readonly HistoryLine[] Runs =
    [
        .. new[] { SampleResults.Unchanged, SampleResults.Passed, SampleResults.Failed, SampleResults.Accepted, SampleResults.Warned, SampleResults.Inconclusive }
            .Select((result, i) => TrendReport.LineOf(result, new string((char)('a' + i), 40)) with { StartedAt = new DateTimeOffset(2026, 3, 1 + i, 12, 0, 0, TimeSpan.Zero) }),
    ];

    [Test]
    public void A_trend_is_as_accepted()
    {
        Golden.AssertSame("trend.md", Reports.Text<HistoryLine[]>(TrendReport.WriteMarkdown, Runs));
        Golden.AssertSame("trend.svg", Reports.Text<HistoryLine[]>(TrendReport.WriteSvg, Runs));
    }

    [Test]
    public void The_order_of_the_lines_does_not_matter() =>
        Assert.That(Reports.Text<HistoryLine[]>(TrendReport.WriteHtml, [.. Runs.Reverse()]), Is.EqualTo(Reports.Text<HistoryLine[]>(TrendReport.WriteHtml, Runs)));

    [Test]
    public void Runs_on_other_images_have_no_change()
    {
        var last = Reports.Text<HistoryLine[]>(TrendReport.WriteMarkdown, Runs).Split('\n').First(line => line.StartsWith("| 2026-03-06", StringComparison.Ordinal));

        Assert.That(last, Does.Contain("| ? undecided |").And.Match(@"\) \| – \| \d+ of 75 \|"));
    }

    [Test]
    public void A_trend_of_nothing_is_refused() => Assert.That(() => TrendReport.WriteMarkdown([], TextWriter.Null), Throws.ArgumentException);
}
