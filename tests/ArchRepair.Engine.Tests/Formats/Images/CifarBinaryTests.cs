using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class CifarBinaryTests
{
    private const int Planes = 3072;

    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void The_real_test_images_have_a_thousand_of_each_class()
    {
        using var images = CifarBinary.OpenCifar10(RealData.RequireData("cifar10"), DataPart.Test);
        Assert.That((images.Count, images.Height, images.Width), Is.EqualTo((10_000, 32, 32)));
        Assert.That(images.Labels.CountBy(label => label).Select(pair => pair.Value), Is.All.EqualTo(1000));
        Assert.That(images.Labels.Take(5), Is.EqualTo([3, 8, 8, 0, 6]));
        Assert.That(images.ClassNames, Has.Count.EqualTo(10));
        Assert.That(images.ClassNames[3], Is.EqualTo("cat"));
    }

    [Test]
    public void The_real_training_batches_are_joined_in_the_order_of_their_numbers()
    {
        using var images = CifarBinary.OpenCifar10(RealData.RequireData("cifar10", "cifar-10-batches-bin"), DataPart.Train);
        Assert.That(images.Count, Is.EqualTo(20_000));
        var across = new byte[4 * images.ImageBytes];
        images.Read(9_998, 4, across);
        var second = File.ReadAllBytes(RealData.RequireData("cifar10", "cifar-10-batches-bin", "data_batch_2.bin"));
        Assert.That(images.Labels[10_000], Is.EqualTo(second[0]));
        Assert.That(across[2 * images.ImageBytes], Is.EqualTo(second[1]));
    }

    [Test]
    public void Planes_become_interleaved_pixels()
    {
        folder.Write("test_batch.bin", [.. Record([4], 0), .. Record([9], 100)]);
        using var images = CifarBinary.OpenCifar10(folder.Path, DataPart.Test);
        var pixels = new byte[2 * images.ImageBytes];
        images.Read(0, 2, pixels);
        Assert.That(images.Labels, Is.EqualTo([4, 9]));
        Assert.That(pixels[..6], Is.EqualTo(new byte[] { 0, 1, 2, 1, 2, 3 }));
        Assert.That(pixels[Planes..(Planes + 3)], Is.EqualTo(new byte[] { 100, 101, 102 }));
        Assert.That(images.ClassNames, Is.Empty);
    }

    [Test]
    public void The_fine_label_of_CIFAR_100_counts()
    {
        folder.Write("cifar-100-binary/train.bin", [.. Record([19, 99], 0), .. Record([0, 7], 0)]);
        folder.Write("cifar-100-binary/fine_label_names.txt", Checkpoints.Ascii(string.Join('\n', Enumerable.Range(0, 100).Select(i => $"class{i}"))));
        using var images = CifarBinary.OpenCifar100(folder.Path, DataPart.Train);
        Assert.That(images.Labels, Is.EqualTo([99, 7]));
        Assert.That(images.ClassNames[^1], Is.EqualTo("class99"));
        Assert.That(() => CifarBinary.OpenCifar100(folder.Path, DataPart.Test), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("test.bin"));
    }

    [Test]
    public void Concurrent_readers_get_their_own_images()
    {
        folder.Write("test_batch.bin", [.. Enumerable.Range(0, 600).SelectMany(i => Record([(byte)(i % 10)], (byte)i))]);
        using var images = CifarBinary.OpenCifar10(folder.Path, DataPart.Test);
        var wrong = 0;
        Parallel.For(0, 200, i =>
        {
            var pixels = new byte[3 * images.ImageBytes];
            images.Read(3 * i, 3, pixels);
            if (pixels[0] != (byte)(3 * i) || pixels[2 * images.ImageBytes] != (byte)(3 * i + 2)) Interlocked.Increment(ref wrong);
        });
        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void A_range_or_span_that_does_not_fit_is_our_own_mistake()
    {
        folder.Write("test_batch.bin", Record([1], 0));
        using var images = CifarBinary.OpenCifar10(folder.Path, DataPart.Test);
        Assert.That(() => images.Read(0, 2, new byte[2 * Planes]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => images.Read(-1, 1, new byte[Planes]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => images.Read(0, int.MaxValue, new byte[Planes]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => images.Read(0, 1, new byte[Planes - 1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => images.Read(1, 0, []), Throws.Nothing);
    }

    [Test]
    public void Contradictions_are_refused_and_absences_are_named()
    {
        Assert.That(() => CifarBinary.OpenCifar10(folder["none"], DataPart.Test), Throws.TypeOf<DirectoryNotFoundException>());
        Assert.That(() => CifarBinary.OpenCifar10(folder.Path, DataPart.Train), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("data_batch_1.bin"));
        folder.Write("test_batch.bin", [.. Record([1], 0), 1]);
        Assert.That(() => CifarBinary.OpenCifar10(folder.Path, DataPart.Test), Throws.TypeOf<MalformedFileException>().With.Message.Contains("no whole number"));
        folder.Write("test_batch.bin", []);
        Assert.That(() => CifarBinary.OpenCifar10(folder.Path, DataPart.Test), Throws.TypeOf<MalformedFileException>());
        folder.Write("test_batch.bin", [.. Record([1], 0), .. Record([10], 0)]);
        Assert.That(
            () => CifarBinary.OpenCifar10(folder.Path, DataPart.Test),
            Throws.TypeOf<MalformedFileException>().With.Message.Contains("image 1 has label 10").And.Property("Offset").EqualTo(3073));
        folder.Write("test_batch.bin", Record([1], 0));
        folder.Write("batches.meta.txt", Checkpoints.Ascii("cat\ndog\n"));
        Assert.That(() => CifarBinary.OpenCifar10(folder.Path, DataPart.Test), Throws.TypeOf<MalformedFileException>().With.Message.Contains("2 class names"));
    }

    [Test]
    public void A_model_of_fewer_classes_is_told()
    {
        folder.Write("test_batch.bin", Record([7], 0));
        using var images = CifarBinary.OpenCifar10(folder.Path, DataPart.Test);
        Assert.That(() => images.RequireLabelsBelow(8), Throws.Nothing);
        Assert.That(() => images.RequireLabelsBelow(7), Throws.TypeOf<MalformedFileException>().With.Message.Contains("only 7 classes"));
    }

    // The pixel in row 0, column i has red shade+i, green shade+1+i, blue shade+2+i.
    private static byte[] Record(byte[] labels, byte shade) =>
        [.. labels, .. Enumerable.Range(0, Planes).Select(i => (byte)(shade + i / 1024 + i % 1024))];
}
