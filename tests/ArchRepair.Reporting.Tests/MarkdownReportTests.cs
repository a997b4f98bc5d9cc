using ArchRepair.Core.Results;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class MarkdownReportTests
{
    [TestCaseSource(typeof(SampleResults), nameof(SampleResults.Cases))]
    public void The_report_is_as_accepted(string name, CheckResult result) => Golden.AssertSame($"{name}.report.md", Reports.Text(MarkdownReport.Write, result));
}
