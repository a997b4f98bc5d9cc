using System.Text.Json.Nodes;

using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>What a build host is told, by the real command with the host's own variables.</summary>
[TestFixture]
public sealed class CiTests
{
    private SampleFolder sample = null!;

    [OneTimeSetUp]
    public void MakeSample()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
    }

    [OneTimeTearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void GitHub_gets_marks_a_summary_and_outputs()
    {
        var (summary, outputs) = (Path.Combine(sample.Root, "summary"), Path.Combine(sample.Root, "outputs"));
        File.WriteAllText(summary, "written before\n");

        var ending = Check(new() { ["GITHUB_ACTIONS"] = "true", ["GITHUB_STEP_SUMMARY"] = summary, ["GITHUB_OUTPUT"] = outputs });

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        var marks = ending.Output.Split('\n').Where(line => line.StartsWith("::error ", StringComparison.Ordinal)).ToArray();
        Assert.That(marks, Is.Not.Empty.And.Length.LessThanOrEqualTo(10).And.All.Match(@"^::error file=archrepair\.json,line=(1[3-9]|2\d),title=ArchRepair AR000\d::"));
        Assert.That(File.ReadAllText(summary), Does.StartWith("written before\n").And.Contain("# ❌ Robustness gate failed"));
        Assert.That(File.ReadAllText(outputs), Does.Match(@"^verdict<<(archrepair-[0-9a-f]{32})\nregressed\n\1\n").And.Contain("report.md"));
        Assert.That(ending.Error, Does.Contain("::group::ArchRepair: steps").And.Contain("::endgroup::"));
        Assert.That(ending.Output + ending.Error, Does.Not.Contain('\u001b'));
    }

    [Test]
    public void Azure_gets_marks_the_summary_and_variables()
    {
        var ending = Check(new() { ["TF_BUILD"] = "True" });

        Assert.That(ending.Output, Does.Contain("##vso[task.logissue type=error;sourcepath=archrepair.json;linenumber=").And.Contain("##vso[task.uploadsummary]")
            .And.Contain("##vso[task.setvariable variable=verdict;isoutput=true]regressed"));
    }

    [Test]
    public void GitLab_finds_its_reports_whatever_the_settings_say()
    {
        Check(new() { ["GITLAB_CI"] = "true" });

        var quality = JsonNode.Parse(File.ReadAllText(Path.Combine(sample.Root, "output", "gl-code-quality-report.json")))!.AsArray();
        Assert.That(quality, Is.Not.Empty);
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "output", "metrics.txt")), Does.Contain("archrepair_mean_corrupted_accuracy_percent ").And.EndWith("# EOF\n"));
    }

    [Test]
    public void Json_stays_alone_on_standard_output_in_a_build_too()
    {
        var ending = ToolProcess.Run(sample.Root, new Dictionary<string, string> { ["GITHUB_ACTIONS"] = "true" }, "check", "--no-repair", "--format", "json");

        Assert.That(() => JsonNode.Parse(ending.Output), Throws.Nothing);
        Assert.That(ending.Error, Does.Contain("::error file=archrepair.json"));
    }

    [Test]
    public void A_wrong_setting_is_marked_at_its_line()
    {
        using var wrong = new SampleFolder();
        wrong.Replace("\"maxDrop\": 0.01", "\"maxDrop\": 7");

        var ending = ToolProcess.Run(wrong.Root, new Dictionary<string, string> { ["GITHUB_ACTIONS"] = "true" }, "check");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Match(@"\n::error file=archrepair\.json,line=\d+,title=ArchRepair AR0103::'gate\.maxDrop' is 7"));
    }

    [Test]
    public void The_option_overrides_what_the_host_says()
    {
        var ending = ToolProcess.Run(sample.Root, new Dictionary<string, string> { ["GITHUB_ACTIONS"] = "true" }, "check", "--no-repair", "--ci", "none");

        Assert.That(ending.Output, Does.Not.Contain("::error"));
    }

    [Test]
    public void A_result_becomes_every_form_again_is_compared_and_remembered()
    {
        var history = Path.Combine(sample.Root, "history");
        Assert.That(ToolProcess.Run(sample.Root, "check", "--no-repair", "--weights", "weights/healthy.safetensors", "--report", "healthy", "--history", history).Code, Is.Zero);
        Assert.That(ToolProcess.Run(sample.Root, "check", "--no-repair", "--report", "damaged", "--history", history).Code, Is.EqualTo(1));
        var original = File.ReadAllText(Path.Combine(sample.Root, "damaged", "report.html"));

        var again = ToolProcess.Run(sample.Root, "report", "damaged/result.json", "--output", "again", "--formats", "markdown", "html", "junit", "trx", "gitlab", "--history", history);
        var compare = ToolProcess.Run(sample.Root, "report", "--compare", "healthy/result.json", "damaged/result.json", "--output", "again");

        Assert.That((again.Code, compare.Code), Is.EqualTo((0, 0)), again.ToString() + compare);
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "again", "report.html")), Is.EqualTo(original).And.Contain("data:image/png;base64,"));
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "again", "compare.md")), Does.Contain("weights SHA-256").And.Contain("▼ −"));
        Assert.That(File.ReadAllLines(Path.Combine(history, "history.jsonl")), Has.Length.EqualTo(2), "a run is remembered once");
        Assert.That(File.ReadAllText(Path.Combine(history, "trend.md")), Does.Contain("✗ failed").And.Contain("✓ passed"));
    }

    private ToolEnding Check(Dictionary<string, string> environment) => ToolProcess.Run(sample.Root, environment, "check", "--no-repair");
}
