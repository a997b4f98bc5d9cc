using ArchRepair.Core.Results;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

[TestFixtureSource(typeof(SampleResults), nameof(SampleResults.Fixtures))]
public sealed class GoldenTests(string name)
{
    private readonly CheckResult result = SampleResults.All.Single(sample => sample.Name == name).Result;

    [Test]
    public void The_full_report_is_as_accepted() => Golden.AssertSame($"{name}.report.md", Reports.Text(MarkdownReport.Write, result));

    [Test]
    public void The_summary_is_as_accepted() => Golden.AssertSame($"{name}.summary.md", Reports.Text(SummaryReport.Write, result));

    [Test]
    public void The_comment_is_as_accepted() => Golden.AssertSame($"{name}.comment.md", Reports.Text(CommentReport.Write, result));

    [Test]
    public void The_page_is_as_accepted() => Golden.AssertSame($"{name}.report.html", Reports.Text(HtmlReport.Write, result));

    [Test]
    public void The_test_cases_are_as_accepted() => Golden.AssertSame($"{name}.junit.xml", Reports.Text(JUnitReport.Write, result));
}
