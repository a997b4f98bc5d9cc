using System.Text.Json;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary><c>check --fast</c> as a user runs it.</summary>
[TestFixture]
public sealed class FastStreetTests
{
    private static readonly string[] Healthy = ["check", "--no-repair", "--weights", "weights/healthy.safetensors"];
    private SampleFolder sample = null!;

    [OneTimeSetUp]
    public void CopySample()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
    }

    [OneTimeTearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void A_pull_request_stops_early_and_what_it_left_is_no_baseline()
    {
        Dictionary<string, string> pullRequest = new() { ["GITHUB_EVENT_NAME"] = "pull_request" };

        var ending = ToolProcess.Run(sample.Root, pullRequest, Healthy);

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.Contain("AR0308 Stopped early after"));
        var result = Result();
        Assert.That(result.Fast!.Seen, Is.LessThan(result.Fast.Images));
        Assert.That(result.Evaluation.Corrupted.Select(cell => cell.Images), Is.All.EqualTo(result.Fast.Seen));
        Assert.That(result.Evaluation.Clean!.Images, Is.EqualTo(result.Fast.Images));
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "output", "report.md")), Does.Contain("Stopped early: what that proves"));
        var accept = ToolProcess.Run(sample.Root, "baseline", "accept", "--force");
        Assert.That(accept.Code, Is.EqualTo(2), accept.ToString());
        Assert.That(accept.Error, Does.Contain("AR0309").And.Contain("--no-fast"));

        var whole = ToolProcess.Run(sample.Root, pullRequest, [.. Healthy, "--no-fast"]);
        Assert.That(whole.Code, Is.Zero, whole.ToString());
        Assert.That(Result().Fast, Is.Null);
    }

    [Test]
    public void Damaged_weights_fail_early_and_are_localized_on_the_images_seen()
    {
        var ending = ToolProcess.Run(sample.Root, "check", "--no-repair", "--fast");

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.StartWith("FAILED").And.Contain("block"));
        Assert.That(Result().Fast!.IsPartial, Is.True);
    }

    [Test]
    public void The_same_seed_stops_at_the_same_image_at_any_number_of_threads()
    {
        var records = new[] { "1", "3" }.Select(threads =>
        {
            Assert.That(ToolProcess.Run(sample.Root, [.. Healthy, "--fast", "--threads", threads]).Code, Is.Zero);
            return CoreJson.Serialize(Result().Evaluation with { Seconds = 0 }) + string.Join('\n', Result().Fast!.Answers);
        }).ToArray();

        Assert.That(records[1], Is.EqualTo(records[0]));
    }

    [Test]
    public void Too_few_images_to_decide_are_exit_3()
    {
        var settings = File.ReadAllText(sample.Settings);
        sample.Replace("\"gate\": {", "\"gate\": { \"fast\": { \"when\": \"always\", \"maxImages\": 20 },");

        var ending = ToolProcess.Run(sample.Root, Healthy);
        File.WriteAllText(sample.Settings, settings);

        Assert.That(ending.Code, Is.EqualTo(3), ending.ToString());
        Assert.That(ending.Output, Does.StartWith("INCONCLUSIVE").And.Contain("AR0307"));
    }

    [Test]
    public void Another_seed_of_the_corruptions_is_noticed_at_the_first_images()
    {
        var ending = ToolProcess.Run(sample.Root, [.. Healthy, "--fast", "--seed", "12345"]);

        Assert.That(ending.Code, Is.EqualTo(3), ending.ToString());
        Assert.That(ending.Output, Does.Contain("AR0302").And.Contain("other pixels in its corrupted cells than recorded"));
    }

    [Test]
    public void Fast_and_not_fast_exclude_each_other()
    {
        var ending = ToolProcess.Run(sample.Root, "check", "--fast", "--no-fast");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0105"));
    }

    private CheckResult Result()
    {
        var text = File.ReadAllText(Path.Combine(sample.Root, "output", "result.json"));
        Assert.That(() => JsonDocument.Parse(text), Throws.Nothing);
        return CoreJson.Deserialize<CheckResult>(text);
    }
}
