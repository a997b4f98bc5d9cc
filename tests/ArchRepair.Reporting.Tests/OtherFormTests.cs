using System.Text.Json.Nodes;
using System.Xml.Linq;

using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class OtherFormTests
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    [Test]
    public void Test_results_of_visual_studio_are_as_accepted() => Golden.AssertSame("failed.results.trx", Reports.Text(TrxReport.Write, SampleResults.Failed));

    [Test]
    public void Test_results_of_visual_studio_count_as_the_test_cases_do()
    {
        foreach (var (name, result) in SampleResults.All)
        {
            var suite = XDocument.Parse(Reports.Text(JUnitReport.Write, result)).Root!.Element("testsuite")!;
            var counters = XDocument.Parse(Reports.Text(TrxReport.Write, result)).Descendants(Trx + "Counters").Single();
            Assert.That(((int)counters.Attribute("total")!, (int)counters.Attribute("failed")!, (int)counters.Attribute("notExecuted")!),
                Is.EqualTo(((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")! + (int)suite.Attribute("errors")!, (int)suite.Attribute("skipped")!)), name);
        }
    }

    [Test]
    public void Every_test_result_has_a_definition_and_an_entry_of_its_own()
    {
        var run = XDocument.Parse(Reports.Text(TrxReport.Write, SampleResults.Accepted)).Root!;
        var ids = run.Descendants(Trx + "UnitTestResult").Select(result => result.Attribute("testId")!.Value).ToArray();

        Assert.That(ids, Is.Unique);
        Assert.That(run.Descendants(Trx + "UnitTest").Select(test => test.Attribute("id")!.Value), Is.EqualTo(ids));
        Assert.That(run.Descendants(Trx + "TestEntry").Select(entry => entry.Attribute("testId")!.Value), Is.EqualTo(ids));
    }

    [Test]
    public void Code_quality_is_as_accepted() => Golden.AssertSame("failed.quality.json", Quality(SampleResults.Failed));

    [Test]
    public void A_finding_keeps_its_fingerprint_when_only_its_numbers_change()
    {
        var result = SampleResults.Failed;
        var other = result with { Verdict = result.Verdict with { Findings = [.. result.Verdict.Findings.Select(finding => finding with { Message = finding.Message + " Other numbers." })] } };

        Assert.That(Fingerprints(Quality(other)), Is.EqualTo(Fingerprints(Quality(result))).And.Unique);
    }

    [Test]
    public void A_result_without_findings_is_an_empty_list() => Assert.That(JsonNode.Parse(Quality(SampleResults.Unchanged))!.AsArray(), Is.Empty);

    [Test]
    public void Two_results_side_by_side_are_as_accepted()
    {
        Golden.AssertSame("compare.md", Reports.Text<CheckResult>((second, writer) => CompareReport.WriteMarkdown(SampleResults.Failed, second, writer), SampleResults.Passed));
        Golden.AssertSame("compare.html", Reports.Text<CheckResult>((second, writer) => CompareReport.WriteHtml(SampleResults.Failed, second, writer), SampleResults.Passed));
    }

    [Test]
    public void Results_on_other_images_are_not_compared_image_by_image()
    {
        var text = Reports.Text<CheckResult>((second, writer) => CompareReport.WriteMarkdown(SampleResults.Failed, second, writer), SampleResults.Inconclusive);

        Golden.AssertSame("compare-other-images.md", text);
        Assert.That(text, Does.Contain("not measured on the same images").And.Not.Contain("▼ −"));
    }

    [Test]
    public void A_result_beside_itself_differs_in_nothing()
    {
        var text = Reports.Text<CheckResult>((second, writer) => CompareReport.WriteMarkdown(second, second, writer), SampleResults.Accepted);

        Assert.That(text, Does.Contain("Nothing: model, data").And.Not.Contain("▼ −").And.Not.Contain("▲ +"));
    }

    private static string Quality(CheckResult result) => Reports.Text<CheckResult>((finished, writer) => GitLabQualityReport.Write(finished, SettingsPlaces.Unknown("ci/archrepair.json"), writer), result);

    private static IEnumerable<string> Fingerprints(string quality) => JsonNode.Parse(quality)!.AsArray().Select(entry => entry!["fingerprint"]!.GetValue<string>());
}
