using System.Diagnostics;

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

    private static void KillAfter(TimeSpan delay, string folder, params string[] arguments)
    {
        using var process = ToolProcess.Start(folder, [], arguments);
        process.WaitForExit(delay);
        process.Kill();
        process.WaitForExit();
    }
}
