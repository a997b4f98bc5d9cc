using System.IO.Compression;
using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class IdxImagesTests
{
    private static readonly byte[] Pair = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40];
    private static readonly byte[] PairLabels = [0, 0, 8, 1, 0, 0, 0, 2, 5, 9];

    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void The_real_MNIST_test_set_is_read_from_gzip()
    {
        using var images = IdxImages.Open(RealData.RequireData("mnist"), DataPart.Test);
        Assert.That((images.Count, images.Height, images.Width), Is.EqualTo((10_000, 28, 28)));
        Assert.That(images.Labels.Take(5), Is.EqualTo([7, 2, 1, 0, 4]));
    }

    [TestCase(DataPart.Test, 4_443, 9)]
    [TestCase(DataPart.Train, 3_615, 9)]
    public void The_real_Fashion_MNIST_parts_are_found_by_their_names(DataPart part, int count, int first)
    {
        using var images = IdxImages.Open(RealData.RequireData("fashion-mnist"), part);
        Assert.That(images.Count, Is.EqualTo(count));
        Assert.That(images.Labels[0], Is.EqualTo(first));
    }

    [Test]
    public void Grey_is_repeated_for_each_colour()
    {
        folder.Write("train-images-idx3-ubyte", Pair);
        folder.Write("train-labels-idx1-ubyte", PairLabels);
        using var images = IdxImages.Open(folder["train-images-idx3-ubyte"], DataPart.Test);
        var pixels = new byte[6];
        images.Read(1, 1, pixels);
        Assert.That((images.Count, images.Height, images.Width), Is.EqualTo((2, 1, 2)));
        Assert.That(images.Labels, Is.EqualTo([5, 9]));
        Assert.That(pixels, Is.EqualTo(new byte[] { 30, 30, 30, 40, 40, 40 }));
    }

    [Test]
    public void Contradictions_are_refused_and_absences_are_named()
    {
        Assert.That(() => IdxImages.Open(folder["none"], DataPart.Test), Throws.TypeOf<DirectoryNotFoundException>());
        Assert.That(() => IdxImages.Open(folder.Path, DataPart.Test), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("exactly one"));
        folder.Write("t10k-images-idx3-ubyte", Pair);
        Assert.That(() => IdxImages.Open(folder.Path, DataPart.Test), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("t10k-labels-idx1-ubyte"));
        folder.Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 5]);
        Assert.That(() => IdxImages.Open(folder.Path, DataPart.Test), Throws.TypeOf<MalformedFileException>().With.Message.Contains("2 images, but"));
        folder.Write("t10k-labels-idx1-ubyte", Pair);
        Assert.That(() => IdxImages.Open(folder.Path, DataPart.Test), Throws.TypeOf<MalformedFileException>().With.Message.Contains("begins with 0, 0, 8, 1"));
    }

    [Test]
    public void Sizes_are_compared_with_the_file_before_they_are_allocated()
    {
        byte[] huge = [0, 0, 8, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        Assert.That(Hostile.Read(huge, Images), Is.Null);
        Assert.That(Hostile.AcceptedTruncations(Pair, Images), Is.Empty);
    }

    [Test]
    public void Damaged_gzip_is_refused_or_reads_as_before()
    {
        var packed = Gzip(Pair);
        Assert.That(Hostile.Read(packed, Images)!.Elements, Is.EqualTo(new byte[] { 10, 20, 30, 40 }));
        Assert.That(Hostile.AcceptedTruncations(packed, Images), Is.Empty);
        Assert.That(Hostile.AcceptedFlips(packed, Images).Where(flip => !flip.Value.Elements.AsSpan().SequenceEqual(Pair.AsSpan(16))), Is.Empty);
    }

    private static IdxArray Images(SourceFile file) => IdxArray.Read(file, rank: 3);

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
