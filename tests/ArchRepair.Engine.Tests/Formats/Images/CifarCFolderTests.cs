using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Tests;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class CifarCFolderTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void The_real_folder_has_the_fifteen_standard_corruptions_and_250_images_a_cell()
    {
        var cells = CifarCFolder.Open(RealData.RequireData("cifar10-c"));
        Assert.That(cells.Corruptions, Is.EqualTo(CorruptionNames.Standard));
        Assert.That(cells.Severities, Is.EqualTo([1, 2, 3, 4, 5]));
        Assert.That(cells.ImagesPerCell, Is.EqualTo(250));
        using var clean = CifarBinary.OpenCifar10(RealData.RequireData("cifar10"), DataPart.Test);
        using var fog = cells.Open("fog", 5);
        Assert.That((fog.Count, fog.Height, fog.Width), Is.EqualTo((250, 32, 32)));
        Assert.That(fog.Labels, Is.EqualTo(clean.Labels.Take(250)));
    }

    [Test]
    public void The_real_brightness_1_is_the_clean_image_made_brighter()
    {
        using var clean = CifarBinary.OpenCifar10(RealData.RequireData("cifar10"), DataPart.Test);
        using var bright = CifarCFolder.Open(RealData.RequireData("cifar10-c")).Open("brightness", 1);
        var (before, after) = (new byte[10 * clean.ImageBytes], new byte[10 * clean.ImageBytes]);
        clean.Read(0, 10, before);
        bright.Read(0, 10, after);
        // The published corruption adds 0.05 to the value channel: no channel darkens, the brightest of a pixel rises by 12 or 13.
        Assert.That(before.Zip(after).All(pair => pair.Second >= pair.First - 1), Is.True);
        Assert.That(before.Chunk(3).Zip(after.Chunk(3)).Count(pair => pair.Second.Max() - pair.First.Max() is 12 or 13), Is.GreaterThan(9_000));
    }

    [Test]
    public void Rows_are_severity_major()
    {
        WriteCells("fog", 2);
        var cells = CifarCFolder.Open(folder.Path);
        Assert.That(cells.ImagesPerCell, Is.EqualTo(2));
        using var third = cells.Open("fog", 3);
        var pixels = new byte[2 * third.ImageBytes];
        third.Read(0, 2, pixels);
        Assert.That((pixels[0], pixels[third.ImageBytes]), Is.EqualTo(((byte)4, (byte)5)));
        Assert.That(third.Labels, Is.EqualTo([4, 5]));
    }

    [Test]
    public void Published_corruptions_come_first_in_published_order()
    {
        foreach (var name in new[] { "own_b", "fog", "own_a", "gaussian_noise" }) WriteCells(name, 1);
        Assert.That(CifarCFolder.Open(folder.Path).Corruptions, Is.EqualTo(["gaussian_noise", "fog", "own_a", "own_b"]));
    }

    [Test]
    public void A_cell_of_the_official_size_is_read_without_holding_the_file()
    {
        // 50,000 rows of 32×32, sparse on disk: the header says 153.6 MB.
        var path = folder["fog.npy"];
        NpyFile.Write(path, StoredType.U8, [50_000, 32, 32, 3], stream => stream.SetLength(stream.Seek(50_000L * 3072, SeekOrigin.Current)));
        NpyFile.Write(folder["labels.npy"], StoredType.U8, [50_000], new byte[50_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var cell = CifarCFolder.Open(folder.Path).Open("fog", 5);
        cell.Read(9_999, 1, new byte[cell.ImageBytes]);
        Assert.That(cell.Count, Is.EqualTo(10_000));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2_000_000));
    }

    [Test]
    public void Unknown_cells_are_named_with_what_there_is()
    {
        WriteCells("fog", 1);
        var cells = CifarCFolder.Open(folder.Path);
        Assert.That(() => cells.Open("frost", 1), Throws.ArgumentException.With.Message.Contains("it has fog"));
        Assert.That(() => cells.Open("fog", 6), Throws.ArgumentException.With.Message.Contains("no severity 6"));
    }

    [Test]
    public void Contradictions_are_refused_and_absences_are_named()
    {
        Assert.That(() => CifarCFolder.Open(folder["none"]), Throws.TypeOf<DirectoryNotFoundException>());
        Assert.That(() => CifarCFolder.Open(folder.Path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("labels.npy"));
        NpyFile.Write(folder["labels.npy"], StoredType.U8, [5], new byte[5]);
        Assert.That(() => CifarCFolder.Open(folder.Path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no array"));
        NpyFile.Write(folder["fog.npy"], StoredType.U8, [4, 2, 2, 3], new byte[48]);
        NpyFile.Write(folder["snow.npy"], StoredType.U8, [5, 2, 2], new byte[20]);
        NpyFile.Write(folder["frost.npy"], StoredType.I8, [5, 2, 2, 3], new byte[60]);
        var cells = CifarCFolder.Open(folder.Path);
        Assert.That(() => cells.Open("fog", 1), Throws.TypeOf<MalformedFileException>().With.Message.Contains("4 images, but").And.Message.Contains("5 labels"));
        Assert.That(() => cells.Open("snow", 1), Throws.TypeOf<MalformedFileException>().With.Message.Contains("U8 [5n, height, width, 3]"));
        Assert.That(() => cells.Open("frost", 1), Throws.TypeOf<MalformedFileException>());
    }

    [Test]
    public void Labels_that_are_none_are_refused()
    {
        WriteCells("fog", 1);
        NpyFile.Write(folder["labels.npy"], StoredType.I8, [5], new byte[] { 0, 1, 0xff, 3, 4 });
        Assert.That(() => CifarCFolder.Open(folder.Path), Throws.TypeOf<MalformedFileException>().With.Message.Contains("image 2 has label -1"));
        NpyFile.Write(folder["labels.npy"], StoredType.F32, [5], new byte[20]);
        Assert.That(() => CifarCFolder.Open(folder.Path), Throws.TypeOf<MalformedFileException>().With.Message.Contains("a row of integers"));
        NpyFile.Write(folder["labels.npy"], StoredType.U8, [4], new byte[4]);
        Assert.That(() => CifarCFolder.Open(folder.Path), Throws.TypeOf<MalformedFileException>().With.Message.Contains("five severities"));
    }

    // Every pixel of a row is its number, and so is its label.
    private void WriteCells(string corruption, int imagesPerCell)
    {
        var rows = 5 * imagesPerCell;
        NpyFile.Write(folder[corruption + ".npy"], StoredType.U8, [rows, 2, 2, 3], Enumerable.Range(0, rows * 12).Select(i => (byte)(i / 12)).ToArray());
        NpyFile.Write(folder["labels.npy"], StoredType.I64, [rows], Enumerable.Range(0, rows).SelectMany(i => BitConverter.GetBytes((long)i)).ToArray());
    }
}
