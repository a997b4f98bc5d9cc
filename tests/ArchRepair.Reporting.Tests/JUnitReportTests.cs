using System.Xml.Linq;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class JUnitReportTests
{
    [Test]
    public void Every_failed_cell_is_a_failure_and_every_other_compared_cell_passes()
    {
        var result = SampleResults.Failed;

        var failed = Cases(result).Where(entry => entry.Element("failure") is not null).Select(entry => entry.Attribute("name")!.Value).ToArray();

        // Of the clean images more are lost than gained, but not significantly.
        string[] expected = [.. result.Verdict.FailedCells.Select(cell => cell.ToString()), "mean corrupted accuracy"];
        Assert.That(failed, Is.EquivalentTo(expected));
        Assert.That(Cases(result).Elements("skipped"), Is.Empty);
    }

    [Test]
    public void A_failure_tells_the_numbers()
    {
        var failure = Cases(SampleResults.Failed).First(entry => entry.Attribute("name")!.Value == "shot_noise/4").Element("failure")!;

        Assert.That(failure.Attribute("message")!.Value, Does.Contain("33.60 % → 14.00 %").And.Contain("49 lost, 0 gained of 250"));
        Assert.That(failure.Attribute("type")!.Value, Is.EqualTo("AR0001"));
    }

    [Test]
    public void An_undecided_check_is_an_error_and_its_cells_are_skipped()
    {
        var cases = Cases(SampleResults.NoBaseline).ToArray();

        Assert.That(cases.Elements("error").ToArray(), Has.Length.EqualTo(1));
        Assert.That(cases.Elements("skipped").ToArray(), Has.Length.EqualTo(77));
    }

    [Test]
    public void A_floor_judges_without_a_baseline()
    {
        var result = SampleResults.NoBaseline;
        result = result with { Policy = result.Policy with { MinCorruptedAccuracy = 0.5, MinCleanAccuracy = 0.95 } };
        result = result with { Verdict = GateKeeper.Decide(result.Evaluation, null, result.Policy, [], CorruptionNames.FamilyOf) };

        var cases = Cases(result).ToDictionary(entry => entry.Attribute("name")!.Value);

        Assert.That(cases["mean corrupted accuracy"].Elements().Select(element => element.Name.LocalName), Is.EqualTo(new[] { "system-out" }));
        Assert.That(cases["clean"].Element("failure"), Is.Not.Null);
    }

    [Test]
    public void Counts_are_those_of_the_cases()
    {
        foreach (var (name, result) in SampleResults.All)
        {
            var suite = XDocument.Parse(Reports.Text(JUnitReport.Write, result)).Root!.Element("testsuite")!;
            int Count(string kind) => suite.Elements("testcase").Elements(kind).Count();
            Assert.That(((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")!, (int)suite.Attribute("errors")!, (int)suite.Attribute("skipped")!),
                Is.EqualTo((suite.Elements("testcase").Count(), Count("failure"), Count("error"), Count("skipped"))), name);
        }
    }

    private static IEnumerable<XElement> Cases(CheckResult result) => XDocument.Parse(Reports.Text(JUnitReport.Write, result)).Descendants("testcase");
}
