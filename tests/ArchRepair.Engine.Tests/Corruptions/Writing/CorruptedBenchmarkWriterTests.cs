using ArchRepair.Core.Diagnostics;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Writing;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Tests.Formats;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class CorruptedBenchmarkWriterTests
{
    private static readonly ImageSize Size = new(8, 9);

    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Arrays_are_read_back_as_the_corruptions_make_them()
    {
        using var source = MemoryImages.Make(7, Size);
        var outcome = CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog", "frost"));
        Assert.That((outcome.Images, outcome.CellsWritten, outcome.CellsKept), Is.EqualTo((7, 10, 0)));
        Assert.That(outcome.Substitutes, Is.EqualTo(new[] { "frost" }));
        Assert.That((outcome.Parameters, outcome.IsExactSize), Is.EqualTo((ParameterSet.Cifar, false)));
        AssertHolds("cifar-c", source, "fog", "frost");
    }

    [Test]
    public void Folders_are_read_back_as_the_corruptions_make_them()
    {
        using var source = MemoryImages.Make(7, Size, 3, "ant", "bee", "cat");
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.ImageFolder, "fog") with { Severities = [2, 5], Threads = 3 });
        using var cell = ImageFormats.OpenCorrupted("image-folder-c", folder["out"]).Open("fog", 5);
        Assert.That(cell.ClassNames, Is.EqualTo(new[] { "ant", "bee", "cat" }));
        var expected = new byte[source.Pixels.Length];
        CorruptedImages.Fill(CorruptionCatalog.Default.Get("fog"), 5, 3, 0, source.Pixels, expected, Size);
        // Folders sort by class, then by number.
        var order = Enumerable.Range(0, 7).OrderBy(i => i % 3).ThenBy(i => i).ToArray();
        var pixels = new byte[expected.Length];
        cell.Read(0, 7, pixels);
        for (var i = 0; i < 7; i++)
            Assert.That(pixels.AsSpan(i * Size.Bytes, Size.Bytes).SequenceEqual(expected.AsSpan(order[i] * Size.Bytes, Size.Bytes)), $"image {order[i]}");
        Assert.That(Directory.GetDirectories(folder["out", "fog"]).Select(Path.GetFileName).Order(), Is.EqualTo(new[] { "2", "5" }));
    }

    [Test]
    public void Classes_whose_names_do_not_sort_like_their_labels_become_numbers()
    {
        using var source = MemoryImages.Make(4, Size, 2, "zebra", "ant");
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.ImageFolder, "fog") with { Severities = [1] });
        using var cell = ImageFormats.OpenCorrupted("image-folder-c", folder["out"]).Open("fog", 1);
        Assert.That(cell.ClassNames, Is.EqualTo(new[] { "0000", "0001" }));
        Assert.That(cell.Labels, Is.EqualTo(new[] { 0, 0, 1, 1 }));
    }

    [Test]
    public void More_classes_than_a_byte_holds_are_written_wide()
    {
        using var source = MemoryImages.Make(300, new ImageSize(1, 1), classes: 300);
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "contrast"));
        using var cell = ImageFormats.OpenCorrupted("cifar-c", folder["out"]).Open("contrast", 5);
        Assert.That(cell.Labels, Is.EqualTo(source.Labels));
    }

    [Test]
    public void A_second_run_keeps_what_is_whole_and_mends_what_is_not([Values] BenchmarkLayout layout)
    {
        using var source = MemoryImages.Make(5, Size);
        var plan = Plan(layout, "fog", "contrast", "pixelate");
        CorruptedBenchmarkWriter.Write(source, plan);
        if (layout == BenchmarkLayout.Arrays)
        {
            File.Delete(folder["out", "fog.npy"]);
            var bytes = File.ReadAllBytes(folder["out", "contrast.npy"]);
            bytes[^1] ^= 1;
            File.WriteAllBytes(folder["out", "contrast.npy"], bytes);
        }
        else
        {
            Directory.Delete(folder["out", "fog"], recursive: true);
            foreach (var file in Directory.GetFiles(folder["out", "contrast"], "00000001.png", SearchOption.AllDirectories)) File.Delete(file);
        }
        var outcome = CorruptedBenchmarkWriter.Write(source, plan);
        Assert.That((outcome.CellsWritten, outcome.CellsKept), Is.EqualTo((10, 5)));
        if (layout == BenchmarkLayout.Arrays) AssertHolds("cifar-c", source, "fog", "contrast", "pixelate");
        Assert.That(CorruptedBenchmarkWriter.Write(source, plan).CellsWritten, Is.Zero);
    }

    [Test]
    public void More_corruptions_may_join_later()
    {
        using var source = MemoryImages.Make(5, Size);
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog"));
        var outcome = CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog", "frost"));
        Assert.That((outcome.CellsWritten, outcome.CellsKept), Is.EqualTo((5, 5)));
        AssertHolds("cifar-c", source, "fog", "frost");
    }

    [Test]
    public void An_interrupted_run_leaves_whole_parts_and_goes_on([Values] BenchmarkLayout layout)
    {
        using var source = MemoryImages.Make(5, Size);
        var plan = Plan(layout, "fog", "contrast");
        using var stop = new CancellationTokenSource();
        var progress = new Recorder(report =>
        {
            if (report is { CellsDone: >= 5, ImagesMade: > 25 }) stop.Cancel();
        });
        Assert.That(() => CorruptedBenchmarkWriter.Write(source, plan, progress, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        // What a kill in the middle of a rename leaves behind: a part that is begun but not listed as done.
        if (layout == BenchmarkLayout.Arrays) File.WriteAllText(folder["out", "contrast.npy"], "torn");
        var outcome = CorruptedBenchmarkWriter.Write(source, plan);
        Assert.That(outcome.CellsKept, Is.GreaterThanOrEqualTo(5));
        Assert.That(outcome.CellsKept + outcome.CellsWritten, Is.EqualTo(10));
        Assert.That(Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName), Has.None.EndsWith(".tmp-archrepair"));
        if (layout == BenchmarkLayout.Arrays) AssertHolds("cifar-c", source, "fog", "contrast");
    }

    [Test]
    public void A_folder_of_something_else_is_refused()
    {
        using var source = MemoryImages.Make(5, Size);
        folder.Write("out/thesis.txt", [1]);
        AssertRefused(source, Plan(BenchmarkLayout.Arrays, "fog"), "not ours to overwrite");
        Assert.That(Directory.GetFileSystemEntries(folder["out"]), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_foreign_array_in_our_folder_is_refused()
    {
        using var source = MemoryImages.Make(5, Size);
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog"));
        folder.Write("out/snow.npy", [1, 2, 3]);
        AssertRefused(source, Plan(BenchmarkLayout.Arrays, "fog", "snow"), "snow.npy is not listed");
        Assert.That(File.ReadAllBytes(folder["out", "snow.npy"]), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Another_benchmark_is_refused_with_the_difference()
    {
        using var source = MemoryImages.Make(5, Size);
        using var other = new MemoryImages(new byte[5 * Size.Bytes], Size, [0, 1, 2, 0, 1]);
        var plan = Plan(BenchmarkLayout.Arrays, "fog");
        CorruptedBenchmarkWriter.Write(source, plan);
        AssertRefused(source, plan with { Seed = 4 }, "seed 3, not 4");
        AssertRefused(source, plan with { Images = 4 }, "5 images, not 4");
        AssertRefused(source, plan with { Layout = BenchmarkLayout.ImageFolder }, "layout cifar-c");
        AssertRefused(other, plan, "other clean images");
    }

    [Test]
    public void Frost_of_two_kinds_does_not_share_a_folder()
    {
        using var source = MemoryImages.Make(3, Size);
        var photographs = CorruptionCatalog.Create(FrostTests.Photographs(folder)).Get("frost");
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog"));
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays) with { Corruptions = [photographs] });
        AssertRefused(source, Plan(BenchmarkLayout.Arrays, "frost"), "frost from photographs textures, not procedural");
        Assert.That(CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog")).CellsWritten, Is.Zero);
    }

    [Test]
    public void A_damaged_manifest_is_refused()
    {
        using var source = MemoryImages.Make(5, Size);
        folder.Write("out/archrepair-corrupted.json", "{}"u8.ToArray());
        AssertRefused(source, Plan(BenchmarkLayout.Arrays, "fog"), "cannot be read");
    }

    [Test]
    public void Every_mistake_of_a_plan_is_listed()
    {
        using var source = MemoryImages.Make(5, Size);
        var fog = CorruptionCatalog.Default.Get("fog");
        var plan = new BenchmarkPlan(folder["out"], BenchmarkLayout.Arrays, [fog, fog], [0, 2, 2], 1, -1, 0);
        var problems = Assert.Throws<ArchRepairException>(() => CorruptedBenchmarkWriter.Write(source, plan))!.Diagnostics;
        Assert.That(problems.Select(problem => problem.Code).Distinct(), Is.EqualTo(new[] { "AR0105" }));
        Assert.That(problems, Has.Count.EqualTo(6));
        Assert.That(Directory.Exists(folder["out"]), Is.False);
    }

    [Test]
    public void Progress_counts_up_to_all_cells()
    {
        using var source = MemoryImages.Make(5, Size);
        var reports = new List<BenchmarkProgress>();
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.Arrays, "fog", "snow"), new Recorder(reports.Add));
        Assert.That(reports[^1], Is.EqualTo(new BenchmarkProgress("snow/5", 10, 10, 50, 50)));
        Assert.That(reports.Select(report => report.ImagesMade), Is.Ordered);
        Assert.That(reports[0].Current, Is.EqualTo("fog/1"));
    }

    [Test]
    public void Pieces_of_a_large_set_are_those_of_the_whole()
    {
        // Images of 3 MB come in pieces of five.
        var size = ImageSize.Square(1024);
        using var source = MemoryImages.Make(7, size);
        CorruptedBenchmarkWriter.Write(source, Plan(BenchmarkLayout.ImageFolder, "contrast") with { Severities = [3] });
        using var cell = ImageFormats.OpenCorrupted("image-folder-c", folder["out"]).Open("contrast", 3);
        var (expected, actual) = (new byte[size.Bytes], new byte[size.Bytes]);
        var draws = new CounterDraws(new DrawKey(3, "contrast", 3, 6));
        CorruptionCatalog.Default.Get("contrast").Apply(source.Pixels.AsSpan(6 * size.Bytes, size.Bytes), expected, size, 3, draws);
        // Image 6 is the third of class 0.
        cell.Read(2, 1, actual);
        Assert.That(actual.AsSpan().SequenceEqual(expected));
    }

    private BenchmarkPlan Plan(BenchmarkLayout layout, params string[] names) =>
        new(folder["out"], layout, [.. names.Select(CorruptionCatalog.Default.Get)], [1, 2, 3, 4, 5], Seed: 3, Threads: 2);

    private void AssertHolds(string format, MemoryImages source, params string[] names)
    {
        var benchmark = ImageFormats.OpenCorrupted(format, folder["out"]);
        Assert.That(benchmark.Corruptions, Is.EquivalentTo(names));
        var (expected, actual) = (new byte[source.Pixels.Length], new byte[source.Pixels.Length]);
        foreach (var name in names)
        {
            for (var severity = 1; severity <= 5; severity++)
            {
                using var cell = benchmark.Open(name, severity);
                cell.Read(0, cell.Count, actual);
                CorruptedImages.Fill(CorruptionCatalog.Default.Get(name), severity, 3, 0, source.Pixels, expected, Size);
                Assert.That(actual, Is.EqualTo(expected), $"{name}/{severity}");
                Assert.That(cell.Labels, Is.EqualTo(source.Labels));
            }
        }
    }

    private static void AssertRefused(ImageSource source, BenchmarkPlan plan, string reason)
    {
        var refusal = Assert.Throws<ArchRepairException>(() => CorruptedBenchmarkWriter.Write(source, plan))!;
        Assert.That((refusal.ExitCode, refusal.Diagnostics[0].Code), Is.EqualTo((ExitCode.Usage, "AR0206")));
        Assert.That(refusal.Message, Does.Contain(reason));
    }

    private sealed class Recorder(Action<BenchmarkProgress> report) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value) => report(value);
    }
}
