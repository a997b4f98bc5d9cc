using System.Diagnostics;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Core.Statistics;
using ArchRepair.Engine.Formats;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>Repairs that are killed, told to stop, resumed or refused.</summary>
[TestFixture]
public sealed class RepairInterruptionTests
{
    private const int Kills = 4;
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
    public void Resuming_nothing_is_refused_before_anything_is_computed()
    {
        var ending = ToolProcess.Run(sample.Root, "repair", "--resume");

        Assert.That(ending.Code, Is.EqualTo(2), ending.ToString());
        Assert.That(ending.Error, Does.Contain("AR0230").And.Contain("there is no checkpoint"));
        Assert.That(ending.Error, Does.Not.Contain("Evaluating"));
    }

    [Test]
    public void An_interrupted_repair_is_not_thrown_away_unasked()
    {
        var checkpoint = Path.Combine(sample.Root, "output", "repair", "checkpoint", "repair.checkpoint.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        File.WriteAllText(checkpoint, "ten minutes of work");

        var refused = ToolProcess.Run(sample.Root, "repair");
        var both = ToolProcess.Run(sample.Root, "repair", "--resume", "--restart");

        Assert.That(refused.Code, Is.EqualTo(2), refused.ToString());
        Assert.That(refused.Error, Does.Contain("AR0231").And.Contain("--resume").And.Contain("--restart"));
        Assert.That(both.Code, Is.EqualTo(2));
        Assert.That(both.Error, Does.Contain("AR0105"));
        Assert.That(File.ReadAllText(checkpoint), Is.EqualTo("ten minutes of work"));
    }

    [Test]
    [Category("Slow")]
    [Platform("Linux")]
    public void Killed_at_random_moments_a_repair_leaves_whole_files_and_ends_with_the_bits_of_an_uninterrupted_one()
    {
        var start = Stopwatch.GetTimestamp();
        var whole = Finished(Start(Request("whole", resume: false)), "whole");
        // Shares of the time that it takes when it is let be, on this machine: all kills together fall before its end.
        var usual = Stopwatch.GetElapsedTime(start);
        var random = new SeededRandom(7);
        var request = Request("killed", resume: true);

        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start(request);
            // The first time after a checkpoint came, so that there is something to resume; then anywhere.
            if (kill == 0) SpinWait.SpinUntil(() => process.HasExited || File.Exists(CheckpointOf("killed")), TimeSpan.FromMinutes(5));
            process.WaitForExit(usual * (0.03 + (0.12 * random.NextDouble())));
            process.Kill();
            process.WaitForExit();
            AssertWhole("killed");
        }
        var resumed = Finished(Start(request), "killed");

        Assert.That(resumed.Notes, Has.Some.StartsWith("Resumed at "));
        Assert.That(File.ReadAllBytes(resumed.Candidate), Is.EqualTo(File.ReadAllBytes(whole.Candidate)));
        Assert.That(Directory.GetFiles(Path.Combine(sample.Root, "killed")), Is.Empty, "checkpoints and leftovers of dead writers are gone");
    }

    [Test]
    [Category("Slow")]
    [Platform("Linux")]
    public void Told_to_stop_a_repair_writes_a_checkpoint_and_ends_as_cancelled()
    {
        using var process = Start(Request("stopped", resume: false));
        SpinWait.SpinUntil(() => process.HasExited || File.Exists(CheckpointOf("stopped")), TimeSpan.FromMinutes(5));
        File.Delete(CheckpointOf("stopped"));

        using (var kill = Process.Start("kill", ["-15", $"{process.Id}"])) kill.WaitForExit();
        process.WaitForExit();

        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(WeightsFile.Read(CheckpointOf("stopped")).Tensors, Is.Not.Empty, "written after the signal");
        Assert.That(File.Exists(Path.Combine(sample.Root, "stopped.safetensors")), Is.False);
    }

    private void AssertWhole(string name)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(sample.Root, name), "*.safetensors"))
        {
            if (!Path.GetFileName(file).StartsWith('.')) Assert.That(WeightsFile.Read(file).Tensors, Is.Not.Empty, file);
        }
    }

    private RepairRecord Finished(Process process, string name)
    {
        using (process) process.WaitForExit();
        var response = CoreJson.Deserialize<WorkerResponse>(File.ReadAllText(Path.Combine(sample.Root, name + ".response.json")));
        Assert.That(response, Is.InstanceOf<RepairResponse>(), () => CoreJson.Serialize(response));
        return ((RepairResponse)response).Record;
    }

    private string CheckpointOf(string name) => Path.Combine(sample.Root, name, "repair.checkpoint.safetensors");

    private string Request(string name, bool resume)
    {
        var settings = SettingsReader.Read(Path.Combine(sample.Root, "archrepair.json"));
        // Far more time than needed, so that the steps planned do not depend on the clock; a late block and small images, so that steps are quick.
        var repair = settings.Repair with { BudgetMinutes = 600, Block = "layer3.1", Corruptions = [] };
        var images = new ImageSetSource("idx", GreyImages.Write(Path.Combine(sample.Root, "grey"), test: 20, train: 400));
        var ranking = new BlockRanking([], 1, 0, 0, "", "", [], false, 0);
        var request = new RepairRequest(
            WorkerRequest.CurrentSchema, Path.Combine(sample.Root, name + ".response.json"),
            new ComputeSettings("", Path.Combine(sample.Root, "cache"), "cpu", 2, 5), settings.Model with { Classes = QuickStart.ShapePainter.Classes }, settings.Data with { Test = images, Train = images }, repair, [], ranking,
            Path.Combine(sample.Root, name + ".safetensors"), Directory.CreateDirectory(Path.Combine(sample.Root, name)).FullName, resume);
        var path = Path.Combine(sample.Root, name + ".request.json");
        File.WriteAllText(path, CoreJson.Serialize<WorkerRequest>(request));
        return path;
    }

    private static Process Start(string request)
    {
        var worker = Path.Combine(Path.GetDirectoryName(ToolProcess.Assembly)!, "worker", "ArchRepair.Worker.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", worker, request]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
