using System.Globalization;

using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class CultureTests
{
    private static readonly (string Name, Action<CheckResult, TextWriter> Write)[] Forms =
    [
        ("report.md", MarkdownReport.Write), ("summary.md", SummaryReport.Write), ("comment.md", CommentReport.Write), ("report.html", HtmlReport.Write), ("junit.xml", JUnitReport.Write),
        ("results.trx", TrxReport.Write), ("metrics.txt", GitLabMetricsReport.Write), ("quality.json", (result, writer) => GitLabQualityReport.Write(result, SettingsPlaces.Unknown("archrepair.json"), writer)),
        ("compare.md", (result, writer) => CompareReport.WriteMarkdown(SampleResults.Passed, result, writer)), ("compare.html", (result, writer) => CompareReport.WriteHtml(SampleResults.Passed, result, writer)),
        ("trend.html", (result, writer) => TrendReport.WriteHtml([TrendReport.LineOf(result, "")], writer)), ("trend.svg", (result, writer) => TrendReport.WriteSvg([TrendReport.LineOf(result, "")], writer)),
        ("pictures", (result, writer) => writer.Write(string.Concat(Pictures.Of(new ReportFacts(result)).Values.Select(picture => picture.Standalone())))),
    ];

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    public void Every_culture_writes_the_same_bytes(string culture)
    {
        var expected = Forms.Select(form => Reports.Text(form.Write, SampleResults.Accepted)).ToArray();
        var (current, currentUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assume.That(1.5.ToString("0.0", CultureInfo.CurrentCulture) != "1.5" || culture == "ar-SA", "The host knows no cultures.");
            Assert.That(Forms.Select(form => Reports.Text(form.Write, SampleResults.Accepted)), Is.EqualTo(expected));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (current, currentUi);
        }
    }

    [TestCase(-11)]
    [TestCase(0)]
    [TestCase(5.5)]
    [TestCase(14)]
    public void The_zone_in_which_an_instant_was_recorded_changes_nothing(double hours)
    {
        var result = SampleResults.Accepted;
        var zone = TimeSpan.FromHours(hours);
        var elsewhere = result with
        {
            Provenance = result.Provenance with { StartedAt = result.Provenance.StartedAt.ToOffset(zone) },
            Baseline = result.Baseline! with { RecordedAt = result.Baseline!.RecordedAt.ToOffset(zone) },
        };
        Assert.That(Forms.Select(form => Reports.Text(form.Write, elsewhere)), Is.EqualTo(Forms.Select(form => Reports.Text(form.Write, result))));
    }
}
