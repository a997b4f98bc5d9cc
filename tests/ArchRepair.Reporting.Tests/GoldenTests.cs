using ArchRepair.Core.Results;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

[TestFixtureSource(typeof(SampleResults), nameof(SampleResults.Fixtures))]
public sealed class GoldenTests(string name)
{
    private readonly CheckResult result = SampleResults.All.Single(sample => sample.Name == name).Result;

    [Test]
    public void The_full_report_is_as_accepted() => Golden.AssertSame($"{name}.report.md", Reports.Text(MarkdownReport.Write, result));

    [Test]
    public void A_summary_that_fits_is_the_full_report() => Assert.That(Reports.Text(SummaryReport.Write, result), Is.EqualTo(Reports.Text(MarkdownReport.Write, result)));

    [Test]
    public void The_comment_is_as_accepted() => Golden.AssertSame($"{name}.comment.md", Reports.Text(CommentReport.Write, result));

    [Test]
    public void The_test_cases_are_as_accepted() => Golden.AssertSame($"{name}.junit.xml", Reports.Text(JUnitReport.Write, result));

    [Test]
    public void The_metrics_are_as_accepted() => Golden.AssertSame($"{name}.metrics.txt", Reports.Text(GitLabMetricsReport.Write, result));

    [Test]
    public void The_pictures_are_as_accepted()
    {
        foreach (var (key, picture) in Pictures.Of(new ReportFacts(result))) Golden.AssertSame($"{name}.{key}.svg", picture.Standalone());
    }
}
