using ArchRepair.Core.Caching;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class RememberedPlotsTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("archrepair-plots-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void What_was_drawn_is_written_again_byte_by_byte_where_the_files_were_deleted()
    {
        var store = Store("store");
        var reports = Path.Combine(folder, "reports");
        var first = Written(store, reports);
        Directory.Delete(reports, recursive: true);

        var second = Written(store, reports);

        Assert.That(first.Keys.Count(path => path.EndsWith(".png", StringComparison.Ordinal)), Is.GreaterThan(3));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(second, Is.EqualTo(Written(null, reports)), "and is what drawing anew gives");
    }

    [Test]
    public void An_equal_result_of_another_run_is_not_drawn_again()
    {
        var (ours, theirs) = (Store("ours"), Store("theirs"));
        RememberedPlots.Of(new ReportFacts(SampleResults.Accepted), ours);
        var other = RememberedPlots.Of(new ReportFacts(SampleResults.Passed), theirs);
        // Another result's pictures under our result's name: they come out only if nothing is drawn.
        File.Copy(Entry("theirs"), Entry("ours"), overwrite: true);
        var again = SampleResults.Accepted with { Provenance = SampleResults.Accepted.Provenance with { StartedAt = DateTimeOffset.UnixEpoch, Command = "check" } };

        Assert.That(RememberedPlots.Of(new ReportFacts(again), ours), Is.EqualTo(other));
    }

    [Test]
    public void A_result_that_says_something_else_is_drawn()
    {
        var store = Store("store");
        var before = RememberedPlots.Of(new ReportFacts(SampleResults.Accepted), store);
        var ranking = SampleResults.Accepted.Ranking!;
        var changed = SampleResults.Accepted with { Ranking = ranking with { Blocks = [.. ranking.Blocks.Skip(1)] } };

        Assert.That(RememberedPlots.Of(new ReportFacts(changed), store)["ranking"], Is.Not.EqualTo(before["ranking"]));
    }

    [Test]
    public void A_damaged_entry_is_drawn_again()
    {
        var store = Store("store");
        var before = RememberedPlots.Of(new ReportFacts(SampleResults.Accepted), store);
        var bytes = File.ReadAllBytes(Entry("store"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Entry("store"), bytes);

        Assert.That(RememberedPlots.Of(new ReportFacts(SampleResults.Accepted), store), Is.EqualTo(before));
    }

    private ContentStore Store(string name) => new(Path.Combine(folder, name), TimeProvider.System);

    private string Entry(string name) => Directory.EnumerateFiles(Path.Combine(folder, name), "*", SearchOption.AllDirectories).Single();

    private static Dictionary<string, byte[]> Written(ContentStore? store, string folder) =>
        ReportWriter.Write(SampleResults.Accepted, folder, ["markdown"], drawn: store).ToDictionary(path => path, File.ReadAllBytes);
}
