using ArchRepair.Core.Gate;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Hosts;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests.Hosts;

public sealed class AnnotationTests
{
    private static readonly SettingsPlaces Places = SettingsPlaces.Unknown("ci/archrepair.json");

    [Test]
    public void A_host_gets_at_most_ten_and_the_last_says_how_many_are_left()
    {
        var lines = GitHubLog.Annotations(SampleResults.Failed, Places);

        Assert.That(lines, Has.Count.EqualTo(10));
        Assert.That(lines[9], Does.EndWith($"::{SampleResults.Failed.Verdict.Findings.Count - 9} more findings stand in the report."));
        Assert.That(AzureLog.Issues(SampleResults.Failed, Places), Has.Count.EqualTo(10));
    }

    [Test]
    public void A_failure_is_an_error_at_its_line_with_its_numbers()
    {
        Assert.That(GitHubLog.Annotations(SampleResults.Failed, Places)[0], Does.StartWith("::error file=ci/archrepair.json,line=1,title=ArchRepair AR0002::Mean corrupted accuracy 64.58 %25 → 58.36 %25"));
        Assert.That(AzureLog.Issues(SampleResults.Failed, Places)[0], Does.StartWith("##vso[task.logissue type=error;sourcepath=ci/archrepair.json;linenumber=1;code=AR0002;]Mean corrupted accuracy 64.58 %AZP25"));
    }

    [Test]
    public void A_warning_is_a_warning() => Assert.That(GitHubLog.Annotations(SampleResults.Warned, Places), Has.All.StartsWith("::warning "));

    [Test]
    public void A_pass_is_silent() => Assert.That(GitHubLog.Annotations(SampleResults.Unchanged, Places), Is.Empty);

    [Test]
    public void The_suspicious_block_is_marked_where_the_model_is_declared_and_ten_stay_ten()
    {
        var model = new ModelPlace("src/Net.cs", 7);

        var lines = GitHubLog.Annotations(SampleResults.Accepted, Places, model);

        Assert.That(lines, Has.Count.EqualTo(10));
        Assert.That(lines[8], Does.EndWith(" more findings stand in the report."));
        Assert.That(lines[9], Is.EqualTo("::notice file=src/Net.cs,line=7,title=ArchRepair::The failures point at block layer1.0, which cannot be told apart from stem. A model repaired in layer1.0 passes the gate: models/resnet20.repaired.safetensors."));
        Assert.That(AzureLog.Issues(SampleResults.RolledBack, Places, model)[9], Does.StartWith("##vso[task.logissue type=warning;sourcepath=src/Net.cs;linenumber=7;]The failures point at block layer1.0").And.EndWith("A repair of layer1.0 was rolled back."));
        Assert.That(GitHubLog.Annotations(SampleResults.Unchanged, Places, model), Is.Empty, "a pass has no suspicious block");
    }

    [Test]
    public void A_notice_is_not_shown()
    {
        var result = SampleResults.Unchanged with { Verdict = new Verdict(Outcome.Passed, [new Finding("AR0005", FindingSeverity.Notice, "m")]) };

        Assert.That(GitHubLog.Annotations(result, Places), Is.Empty);
    }
}
