using System.Diagnostics;
using System.Text.RegularExpressions;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests.Caching;

/// <summary>Real checks in real processes: what is measured again, and what is not.</summary>
[TestFixture]
public sealed partial class CachedCheckTests
{
    private const string Healthy = "weights/healthy.safetensors";
    private SampleFolder sample = null!;

    [SetUp]
    public void CopySample() => sample = new SampleFolder();

    [TearDown]
    public void RemoveSample() => sample.Dispose();

    [Test]
    public void A_second_check_starts_no_worker_and_says_the_same()
    {
        sample.MakeSmall();
        var first = Check("--weights", Healthy);
        var before = Result().Evaluation;

        var second = CheckWithoutWorker("--weights", Healthy);

        Assert.That(first.Code, Is.Zero, first.ToString());
        Assert.That(second.Code, Is.Zero, second.ToString());
        Assert.That(second.Output, Is.EqualTo(first.Output));
        Assert.That(second.Error, Does.Contain("all 5 cells are known from earlier runs"));
        Assert.That(CoreJson.Serialize(Result().Evaluation with { Seconds = 0 }), Is.EqualTo(CoreJson.Serialize(before with { Seconds = 0 })));
        Assert.That(CheckWithoutWorker("--weights", Healthy, "--no-cache").Code, Is.EqualTo(4), "without the cache a worker is needed, and it is not given time to live");
    }

    [Test]
    public void A_failing_check_is_known_with_its_ranking_whatever_the_policy_says()
    {
        sample.MakeSmall();
        var first = Check();
        sample.Replace("\"maxCellDrop\": 0.05", "\"maxCellDrop\": 0.04");

        var second = CheckWithoutWorker();

        Assert.That(first.Code, Is.EqualTo(1), first.ToString());
        Assert.That(second.Code, Is.EqualTo(1), second.ToString());
        Assert.That(second.Error, Does.Contain("all 5 cells are known").And.Contain("the ranking is known"));
    }

    [Test]
    public void Weights_are_known_by_their_content()
    {
        sample.MakeSmall();
        Check("--weights", Healthy);
        var copy = Path.Combine(sample.Root, "copy.safetensors");
        File.Copy(Path.Combine(sample.Root, Healthy), copy);
        var bytes = File.ReadAllBytes(copy);
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(sample.Root, "other.safetensors"), bytes);

        Assert.That(CheckWithoutWorker("--weights", "copy.safetensors").Error, Does.Contain("all 5 cells are known"));
        var other = Check("--weights", "other.safetensors");
        Assert.That(other.Error, Does.Not.Contain("known from earlier runs"), "the last bit of the last weight is another model");
    }

    [Test]
    public void A_changed_array_invalidates_its_corruption_and_no_other()
    {
        sample.MakeSmall();
        var corrupt = ToolProcess.Run(sample.Root, "corrupt", "data", "corrupted", "--corruptions", "fog", "contrast");
        Assert.That(corrupt.Code, Is.Zero, corrupt.ToString());
        UseFolder();
        Check("--weights", Healthy);
        using (var array = File.OpenWrite(Path.Combine(sample.Root, "corrupted", "fog.npy")))
        {
            array.Position = array.Length - 1;
            array.WriteByte(77);
        }

        var second = Check("--weights", Healthy);

        Assert.That(second.Error, Does.Contain("6 of 11 cells are known from earlier runs; 5 are measured"), second.ToString());
    }

    [Test]
    public void No_cache_neither_looks_nor_keeps()
    {
        sample.MakeSmall();
        Check("--weights", Healthy, "--no-cache");

        Assert.That(Directory.Exists(Path.Combine(Cache, "results")), Is.False);
        Assert.That(Check("--weights", Healthy).Error, Does.Not.Contain("known from"));
    }

    [Test]
    public void A_damaged_entry_is_measured_again()
    {
        sample.MakeSmall();
        var first = Check("--weights", Healthy);
        foreach (var entry in Entries())
        {
            var bytes = File.ReadAllBytes(entry);
            bytes[bytes.Length / 2] ^= 16;
            File.WriteAllBytes(entry, bytes);
        }

        var second = Check("--weights", Healthy);

        Assert.That(second.Code, Is.Zero, second.ToString());
        Assert.That(second.Output, Is.EqualTo(first.Output));
    }

    [Test]
    [Platform("Linux")]
    public void An_interrupted_check_keeps_its_cells_and_the_next_continues()
    {
        using var process = ToolProcess.Start(sample.Root, Environment(), "check", "--no-repair", "--threads", "1", "--weights", Healthy);
        Assert.That(SpinWait.SpinUntil(() => CellEntries() >= 3, TimeSpan.FromMinutes(2)), Is.True, "no cell was finished");
        using (var kill = Process.Start("kill", ["-15", $"{process.Id}"])) kill.WaitForExit();
        var stopped = ToolProcess.Finish(process);

        var next = Check("--weights", Healthy);

        Assert.That(stopped.Code, Is.EqualTo(143), stopped.ToString());
        var kept = int.Parse(KeptCells().Match(stopped.Error).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(kept, Is.InRange(3, 45));
        Assert.That(next.Error, Does.Contain($"{kept} of 46 cells are known from earlier runs; {46 - kept} are measured"));
        Assert.That(next.Code, Is.Zero, next.ToString());
    }

    [Test]
    [Platform("Linux")]
    public void Killed_and_concurrent_checks_leave_a_cache_that_is_right()
    {
        sample.MakeSmall();
        var reference = Check("--weights", Healthy, "--no-cache", "--report", "reference");
        for (var round = 1; round <= 4; round++)
        {
            using var one = ToolProcess.Start(sample.Root, Environment(), "check", "--no-repair", "--weights", Healthy, "--report", "one");
            using var two = ToolProcess.Start(sample.Root, Environment(), "check", "--no-repair", "--weights", Healthy, "--report", "two");
            // Killed earlier and later into their work: after so many entries, of whatever kind, were written.
            var entries = Entries().Count() + round;
            SpinWait.SpinUntil(() => Entries().Count() >= entries || one.HasExited, TimeSpan.FromMinutes(1));
            foreach (var process in new[] { one, two }) process.Kill(entireProcessTree: true);
            foreach (var process in new[] { one, two }) process.WaitForExit();
        }

        var last = Check("--weights", Healthy);
        var known = CheckWithoutWorker("--weights", Healthy);

        Assert.That(last.Output, Is.EqualTo(reference.Output));
        Assert.That(known.Output, Is.EqualTo(reference.Output));
        Assert.That(known.Code, Is.Zero);
        Assert.That(Directory.EnumerateFiles(Cache, "*.tmp-archrepair", SearchOption.AllDirectories), Is.Empty, "the run that finished swept up");
    }

    private string Cache => Path.Combine(sample.Root, "cache");

    private Dictionary<string, string> Environment() => new() { ["ARCHREPAIR_CACHE"] = Cache };

    private ToolEnding Check(params string[] options) => ToolProcess.Run(sample.Root, Environment(), ["check", "--no-repair", .. options]);

    // A worker that is allowed no silence at all is ended at once: the check succeeds only where none is started.
    private ToolEnding CheckWithoutWorker(params string[] options)
    {
        var environment = Environment();
        environment["ARCHREPAIR_HEARTBEAT_SECONDS"] = "0";
        return ToolProcess.Run(sample.Root, environment, ["check", "--no-repair", .. options]);
    }

    private void UseFolder()
    {
        sample.Replace("\"generate\": { \"corruptions\": [\"gaussian_noise\", \"shot_noise\"], \"severities\": [1, 5] }", "\"corrupted\": { \"format\": \"cifar-c\", \"path\": \"corrupted\" }");
        File.Delete(Path.Combine(sample.Root, "archrepair.baseline.json"));
    }

    private IEnumerable<string> Entries() => Directory.Exists(Cache) ? Directory.EnumerateFiles(Cache, "*.entry", SearchOption.AllDirectories) : [];

    // An entry of a cell is larger than one that remembers a hash.
    private int CellEntries() => Entries().Count(entry => new FileInfo(entry).Length > 1000);

    private CheckResult Result() => CoreJson.Deserialize<CheckResult>(File.ReadAllText(Path.Combine(sample.Root, "output", "result.json")));

    [GeneratedRegex("Stopped: ([0-9]+) of 46 cells are kept")]
    private static partial Regex KeptCells();
}
