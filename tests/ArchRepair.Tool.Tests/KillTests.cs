using System.Diagnostics;
using System.Xml.Linq;

using ArchRepair.Core.Baselines;
using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Tool.Tests.Support;

namespace ArchRepair.Tool.Tests;

/// <summary>The tool killed at any moment while it writes what people commit and compare: the old file or the new, never a torn one.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class KillTests
{
    private const int Kills = 24;
    private const int CheckKills = 14;

    [Test]
    [Category("Slow")]
    public void A_killed_accept_or_report_leaves_the_old_file_or_the_new()
    {
        using var sample = new SampleFolder();
        sample.MakeSmall();
        var (baseline, report) = (Path.Combine(sample.Root, "archrepair.baseline.json"), Path.Combine(sample.Root, "output", "report.md"));
        var resultPath = Path.Combine(sample.Root, "output", "result.json");
        var result = CoreJson.Deserialize<CheckResult>(File.ReadAllText(resultPath));
        // How long it takes when it is let be; the kills fall before and after, at seeded moments.
        var start = Stopwatch.GetTimestamp();
        Assert.That(ToolProcess.Run(sample.Root, "baseline", "accept", "--force").Code, Is.Zero);
        var usual = Stopwatch.GetElapsedTime(start);
        var random = new SeededRandom(9);
        var (old, replaced) = (0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = File.ReadAllText(baseline);
            // A result of its own for every round, so that old and new can be told apart.
            var name = $"round{kill}";
            File.WriteAllText(resultPath, CoreJson.Serialize(result with { Evaluation = result.Evaluation with { Model = result.Evaluation.Model with { Weights = name } } }));
            KillAfter(usual * (0.3 + random.NextDouble()), sample.Root, "baseline", "accept", "--force");

            Assert.That(() => BaselineFile.Read(baseline), Throws.Nothing, $"kill {kill}");
            if (File.ReadAllText(baseline) == before) old++;
            else if (BaselineFile.Read(baseline)!.Evaluation.Model.Weights == name) replaced++;
            else Assert.Fail($"kill {kill} left neither the old baseline nor the new");
            if (kill % 4 > 0) continue;
            KillAfter(usual * (0.3 + random.NextDouble()), sample.Root, "report", "output/result.json", "--formats", "markdown");
            Assert.That(File.ReadAllText(report), Does.EndWith("\n").And.Contain("How to reproduce"), "a report that lacks its last section is torn");
        }

        TestContext.Out.WriteLine($"{old} old, {replaced} new");
        Assert.That(ToolProcess.Run(sample.Root, "baseline", "accept", "--force").Code, Is.Zero, "what a killed run left behind is in nobody's way");
        Assert.That(Directory.EnumerateFiles(sample.Root, ".*baseline*tmp-archrepair"), Is.Empty, "and is cleaned up");
    }

    [Test]
    [Category("Slow")]
    public void A_killed_check_leaves_the_old_result_or_the_new_and_whole_reports()
    {
        using var sample = new SampleFolder();
        sample.MakeSmall();
        Dictionary<string, string> cached = new() { ["ARCHREPAIR_CACHE"] = Path.Combine(sample.Root, "cache") };
        string[] check = ["check", "--no-repair", "--weights", "weights/healthy.safetensors", "--threads"];
        Assert.That(ToolProcess.Run(sample.Root, cached, [.. check, "1"]).Code, Is.Zero);
        // How long it takes when all is known; then most of the time is the writing of what it leaves.
        var start = Stopwatch.GetTimestamp();
        Assert.That(ToolProcess.Run(sample.Root, cached, [.. check, "1"]).Code, Is.Zero);
        var usual = Stopwatch.GetElapsedTime(start);
        var path = Path.Combine(sample.Root, "output", "result.json");
        var digest = ResultDigest.Of(CoreJson.Deserialize<CheckResult>(File.ReadAllText(path)));
        var random = new SeededRandom(10);
        var (old, replaced, last) = (0, 0, 1);
        for (var round = 2; round < 2 + CheckKills; round++)
        {
            // Every fourth measures, and is killed with a worker at work.
            KillAfter(usual * (0.4 + (0.7 * random.NextDouble())), sample.Root, round % 4 == 0 ? [] : cached, [.. check, $"{round}"]);

            // The number of threads tells the rounds apart, and changes no answer.
            var result = CoreJson.Deserialize<CheckResult>(File.ReadAllText(path));
            Assert.That(result.Provenance.Threads, Is.EqualTo(last).Or.EqualTo(round), $"kill {round} left neither the old result nor the new");
            Assert.That(ResultDigest.Of(result), Is.EqualTo(digest), $"kill {round} left another result");
            if (result.Provenance.Threads == round) replaced++; else old++;
            last = result.Provenance.Threads;
            AssertWholeReports(Path.Combine(sample.Root, "output"));
        }

        TestContext.Out.WriteLine($"{old} old, {replaced} new");
        Assert.That(ToolProcess.Run(sample.Root, cached, [.. check, "1"]).Code, Is.Zero, "what a killed run left behind is in nobody's way");
        Assert.That(Directory.EnumerateFiles(Path.Combine(sample.Root, "output"), ".*tmp-archrepair", SearchOption.AllDirectories), Is.Empty, "and is cleaned up");
    }

    private static void AssertWholeReports(string folder)
    {
        Assert.That(File.ReadAllText(Path.Combine(folder, "report.md")), Does.EndWith("\n").And.Contain("How to reproduce"));
        Assert.That(File.ReadAllText(Path.Combine(folder, "report.html")).TrimEnd(), Does.EndWith("</html>"));
        Assert.That(() => XDocument.Load(Path.Combine(folder, "junit.xml")), Throws.Nothing);
        foreach (var picture in Directory.EnumerateFiles(Path.Combine(folder, "plots"), "*.svg").Where(file => !Path.GetFileName(file).StartsWith('.'))) Assert.That(() => XDocument.Load(picture), Throws.Nothing, picture);
        // Every PNG ends with an empty chunk of this name and its checksum.
        foreach (var picture in Directory.EnumerateFiles(Path.Combine(folder, "plots"), "*.png").Where(file => !Path.GetFileName(file).StartsWith('.')))
            Assert.That(File.ReadAllBytes(picture)[^8..^4], Is.EqualTo("IEND"u8.ToArray()), picture);
    }

    private static void KillAfter(TimeSpan delay, string folder, params string[] arguments) => KillAfter(delay, folder, [], arguments);

    private static void KillAfter(TimeSpan delay, string folder, Dictionary<string, string> environment, string[] arguments)
    {
        using var process = ToolProcess.Start(folder, environment, arguments);
        process.WaitForExit(delay);
        process.Kill();
        process.WaitForExit();
    }
}
