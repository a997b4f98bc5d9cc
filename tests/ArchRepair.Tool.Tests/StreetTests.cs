using System.Diagnostics;

using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>The real command on a real, small model and freshly drawn images: every verdict with its exit code.</summary>
[TestFixture]
public sealed class StreetTests
{
    private SampleFolder sample = null!;

    [SetUp]
    public void CopySample()
    {
        sample = new SampleFolder();
        sample.MakeSmall();
    }

    [TearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void The_same_weights_pass()
    {
        var ending = sample.Check("--weights", "weights/healthy.safetensors");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(ending.Output, Does.StartWith("PASSED"));
    }

    [Test]
    public void Damaged_weights_fail_and_the_cells_are_named()
    {
        var ending = sample.Check();

        Assert.That(ending.Code, Is.EqualTo(1), ending.ToString());
        Assert.That(ending.Output, Does.Contain("AR0001").And.Contain("✗ gaussian_noise/1").And.Contain("block"));
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "output", "report.md")), Does.Contain("gaussian_noise"));
    }

    [Test]
    public void Json_is_the_only_thing_on_standard_output_and_nothing_else_is_said()
    {
        var ending = sample.Check("--weights", "weights/healthy.safetensors", "--format", "json");

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(() => System.Text.Json.JsonDocument.Parse(ending.Output), Throws.Nothing);
        Assert.That(ending.Error, Is.Empty);
    }

    [Test]
    public void Fewer_images_than_the_baselines_are_inconclusive_and_named()
    {
        var ending = sample.Check("--weights", "weights/healthy.safetensors", "--images", "400");

        Assert.That(ending.Code, Is.EqualTo(3), ending.ToString());
        Assert.That(ending.Output, Does.Contain("AR0302").And.Contain("500 images").And.Contain("400 images"));
    }

    [Test]
    public void A_baseline_of_a_newer_version_is_refused()
    {
        var path = Path.Combine(sample.Root, "archrepair.baseline.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"schema\": 2", "\"schema\": 99", StringComparison.Ordinal));

        var ending = sample.Check("--weights", "weights/healthy.safetensors");

        Assert.That(ending.Code, Is.EqualTo(3), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0305").And.Contain("schema is 99"));
    }

    [Test]
    public void A_worse_state_becomes_the_baseline_only_by_force()
    {
        var path = Path.Combine(sample.Root, "archrepair.baseline.json");
        var before = File.ReadAllText(path);
        Assert.That(sample.Check().Code, Is.EqualTo(1));

        var refused = ToolProcess.Run(sample.Root, "baseline", "accept");
        Assert.That(refused.Code, Is.EqualTo(1), refused.ToString());
        Assert.That(refused.Error, Does.Contain("AR0304"));
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));

        Assert.That(ToolProcess.Run(sample.Root, "baseline", "accept", "--force").Code, Is.Zero);
        Assert.That(sample.Check().Code, Is.Zero, "the forced baseline is the candidate itself");
    }

    [Test]
    public void Missing_data_and_weights_are_exit_2_and_named()
    {
        sample.Replace("\"path\": \"data\" },\n    \"train\"", "\"path\": \"nowhere\" },\n    \"train\"");

        var ending = sample.Check();

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0201").And.Contain("nowhere"));
    }

    [Test]
    public void Weights_of_another_architecture_are_listed_tensor_by_tensor()
    {
        sample.Replace("\"resnet14\"", "\"resnet20\"");

        var ending = sample.Check();

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0203").And.Contain("layer1.2.conv1.weight [16, 16, 3, 3] is missing"));
    }

    [Test]
    public void A_damaged_weights_file_is_exit_2_with_file_and_reason()
    {
        var path = Path.Combine(sample.Root, "weights", "candidate.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1000]);

        var ending = sample.Check();

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0202").And.Contain("candidate.safetensors"));
    }

    [Test]
    public void A_repair_never_overwrites_a_file_that_it_did_not_write()
    {
        Directory.CreateDirectory(Path.Combine(sample.Root, "output"));
        var path = Path.Combine(sample.Root, "output", "repaired.safetensors");
        File.WriteAllText(path, "precious");

        var ending = ToolProcess.Run(sample.Root, "check", "--budget-minutes", "0.05");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0206"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("precious"));
    }

    [Test]
    public void Training_on_the_gates_images_is_refused()
    {
        File.Copy(Path.Combine(sample.Root, "data", "test_batch.bin"), Path.Combine(sample.Root, "data", "data_batch_2.bin"));

        var ending = ToolProcess.Run(sample.Root, "check", "--budget-minutes", "0.05");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0205").And.Contain("500 of the 500 test images"));
    }

    [Test]
    [Platform("Linux")]
    public void A_worker_killed_in_the_middle_of_its_work_is_exit_4_and_leaves_whole_files()
    {
        var report = Path.Combine(sample.Root, "output", "report.md");
        var before = File.ReadAllText(report);
        using var process = ToolProcess.Start(sample.Root, [], "check", "--no-repair");
        Assert.That(SpinWait.SpinUntil(() => WorkerBorderTests.ChildOf(process.Id) is not null, TimeSpan.FromSeconds(60)), Is.True, "the worker did not start");

        using (var kill = Process.Start("kill", ["-9", $"{WorkerBorderTests.ChildOf(process.Id)}"])) kill.WaitForExit();
        var ending = ToolProcess.Finish(process);

        Assert.That(ending.Code, Is.EqualTo(4), ending.ToString());
        Assert.That(ending.Error, Does.Contain("was killed (SIGKILL"));
        Assert.That(File.ReadAllText(report), Is.EqualTo(before));
        Assert.That(Directory.EnumerateFiles(sample.Root, "*.tmp-archrepair", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void A_corruption_of_the_users_own_is_measured_gated_and_reported_like_a_built_in()
    {
        var assembly = System.Text.Json.JsonSerializer.Serialize(typeof(InvertedColours).Assembly.Location);
        sample.Replace("\"shot_noise\"], \"severities\"", $"\"inverted_colours\"], \"assembly\": {assembly}, \"severities\"");

        var ending = sample.Check("--weights", "weights/healthy.safetensors", "--format", "json");

        Assert.That(ending.Code, Is.EqualTo(3), "the baseline has no such cell");
        Assert.That(ending.Output, Does.Contain("inverted_colours/5: measured now, not recorded then"));
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "output", "report.md")), Does.Contain("`inverted_colours`"));
        Assert.That(ToolProcess.Run(sample.Root, "baseline", "accept").Code, Is.Zero);
        Assert.That(sample.Check("--weights", "weights/healthy.safetensors").Code, Is.Zero);
    }

    [Test]
    public void A_report_is_rendered_again_from_its_result()
    {
        var again = Path.Combine(sample.Root, "again");

        var ending = ToolProcess.Run(sample.Root, "report", "output/result.json", "--output", again);

        Assert.That(ending.Code, Is.Zero, ending.ToString());
        Assert.That(File.ReadAllText(Path.Combine(again, "report.md")), Is.EqualTo(File.ReadAllText(Path.Combine(sample.Root, "output", "report.md"))));
    }

    [Test]
    [Category("Slow")]
    public void A_failed_check_repairs_and_the_repaired_model_passes_when_loaded_afresh()
    {
        // A busy machine fits fewer steps into a minute: the cell that fell by 12.8 points must come back, others may fall by 10.
        sample.Replace("\"maxCellDrop\": 0.05", "\"maxCellDrop\": 0.10");
        var repairing = ToolProcess.Run(sample.Root, "check", "--accept-repair", "--budget-minutes", "1");

        Assert.That(repairing.Code, Is.Zero, repairing.ToString());
        Assert.That(repairing.Output, Does.StartWith("FAILED").And.Contain("accepted → output/repaired.safetensors"));
        Assert.That(File.ReadAllText(Path.Combine(sample.Root, "output", "report.md")), Does.Contain("```mermaid"));

        var fresh = sample.Check("--weights", "output/repaired.safetensors");
        Assert.That(fresh.Code, Is.Zero, fresh.ToString());
    }
}
