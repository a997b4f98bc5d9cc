using ArchRepair.Core.Files;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Files;

public sealed class HistoryFileTests
{
    private static readonly HistoryLine Run = new(
        1, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "m", "aa", "c0ffee", "Passed", 0.9, 0.6, new Interval(0.5, 0.7), 0, 75, null, "dd", "0.1.0", 12.5);

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("archrepair-history-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Runs_come_back_in_order_and_a_run_is_recorded_once()
    {
        foreach (var name in new[] { "a", "b", "a" }) Assert.That(HistoryFile.TryAppend(folder, Run with { Name = name }), Is.True);

        Assert.That(HistoryFile.Read(folder).Runs, Is.EqualTo(new[] { Run with { Name = "a" }, Run with { Name = "b" } }));
    }

    [Test]
    public void Half_a_line_of_a_killed_writer_costs_that_line_only()
    {
        HistoryFile.TryAppend(folder, Run);
        File.AppendAllText(Path.Combine(folder, HistoryFile.Name), "{\"schema\":1,\"startedAt\":\"20");
        HistoryFile.TryAppend(folder, Run with { Name = "next" });

        var (runs, unreadable) = HistoryFile.Read(folder);
        Assert.That((runs.Count, runs[1].Name, unreadable), Is.EqualTo((2, "next", 1)));
    }

    [Test]
    public void A_file_that_another_writer_holds_is_not_written()
    {
        HistoryFile.TryAppend(folder, Run);
        using (new FileStream(Path.Combine(folder, HistoryFile.Name), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.That(HistoryFile.TryAppend(folder, Run with { Name = "other" }), Is.False);

        Assert.That(HistoryFile.Read(folder).Runs, Has.Count.EqualTo(1));
    }

    [Test]
    public void Writers_at_the_same_time_lose_no_run()
    {
        Parallel.For(0, 40, i => SpinWait.SpinUntil(() => HistoryFile.TryAppend(folder, Run with { Seconds = i })));

        Assert.That(HistoryFile.Read(folder).Runs.Select(run => run.Seconds), Is.EquivalentTo(Enumerable.Range(0, 40).Select(i => (double)i)));
    }

    [Test]
    public void A_line_of_a_later_version_is_counted_and_left_alone()
    {
        HistoryFile.TryAppend(folder, Run with { Schema = 2 });

        Assert.That(HistoryFile.Read(folder), Is.EqualTo((Array.Empty<HistoryLine>(), 1)).Using<(IReadOnlyList<HistoryLine> Runs, int Unreadable)>((a, b) => a.Runs.SequenceEqual(b.Runs) && a.Unreadable == b.Unreadable));
    }
}
