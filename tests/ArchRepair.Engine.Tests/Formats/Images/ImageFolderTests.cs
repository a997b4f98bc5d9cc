using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class ImageFolderTests
{
    // 8×8, grey, baseline: quantization by ones, one code for "no difference" and one for "end of block", and a scan of both.
    private static readonly byte[] GreyJpeg =
    [
        0xff, 0xd8,
        0xff, 0xdb, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
        0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0,
        0xff, 0xc4, 0, 20, 0x00, 1, .. new byte[15], 0,
        0xff, 0xc4, 0, 20, 0x10, 1, .. new byte[15], 0,
        0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0,
        0x3f,
        0xff, 0xd9,
    ];

    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Classes_and_images_are_in_ordinal_order()
    {
        foreach (var name in new[] { "b/2.png", "b/10.bmp", "a/Z.PNG", "a/y.png", "é/deep/er/x.png" })
            folder.Write("set/" + name, name.EndsWith("bmp", StringComparison.Ordinal) ? Bmp(2, 1, Shade(name)) : Png(2, 1, Shade(name)));
        folder.Write("set/a/notes.txt", [1]);
        folder.Write("set/a/.hidden.png", [1]);
        folder.Write("set/.cache/x.png", [1]);
        using var images = ImageFolder.Open(folder["set"]);
        var pixels = new byte[images.Count * images.ImageBytes];
        images.Read(0, images.Count, pixels);
        Assert.That(images.ClassNames, Is.EqualTo(["a", "b", "é"]));
        Assert.That(images.Labels, Is.EqualTo([0, 0, 1, 1, 2]));
        Assert.That((images.Height, images.Width), Is.EqualTo((1, 2)));
        Assert.That(
            pixels.Chunk(images.ImageBytes).Select(image => image[0]),
            Is.EqualTo(new[] { "a/Z.PNG", "a/y.png", "b/10.bmp", "b/2.png", "é/deep/er/x.png" }.Select(Shade)));
    }

    [Test]
    public void Colours_are_red_green_blue_also_from_a_bitmap_and_without_alpha()
    {
        folder.Write("set/a/1.png", Png(1, 1, 10, 20, 30));
        folder.Write("set/a/2.bmp", Bmp(1, 1, 10, 20, 30));
        folder.Write("set/a/3.png", PngOf(1, 1, colourType: 6, [0, 10, 20, 30, 77]));
        folder.Write("set/a/4.png", PngOf(1, 1, colourType: 0, [0, 50]));
        using var images = ImageFolder.Open(folder["set"]);
        var pixels = new byte[12];
        images.Read(0, 4, pixels);
        Assert.That(pixels, Is.EqualTo(new byte[] { 10, 20, 30, 10, 20, 30, 10, 20, 30, 50, 50, 50 }));
    }

    [Test]
    public void A_JPEG_is_decoded()
    {
        folder.Write("set/a/1.JPEG", GreyJpeg);
        using var images = ImageFolder.Open(folder["set"]);
        var pixels = new byte[images.ImageBytes];
        images.Read(0, 1, pixels);
        Assert.That((images.Height, images.Width), Is.EqualTo((8, 8)));
        Assert.That(pixels, Is.All.EqualTo(128));
    }

    [Test]
    public void Images_of_differing_sizes_are_refused_with_both_names()
    {
        folder.Write("set/a/1.png", Png(2, 1, 0));
        folder.Write("set/a/2.png", Png(3, 4, 0));
        Assert.That(
            () => ImageFolder.Open(folder["set"]),
            Throws.TypeOf<MalformedFileException>().With.Message.Contains("2.png: the image has 3×4 pixels").And.Message.Contains("1.png has 2×1"));
    }

    [Test]
    public void Images_of_differing_sizes_are_brought_to_one_where_the_settings_say_how()
    {
        folder.Write("set/a/1.png", Png(20, 10, 60));
        folder.Write("set/a/2.png", Png(9, 30, 90));
        folder.Write("set/a/3.png", Png(6, 6, 120));
        using var images = ImageFolder.Open(folder["set"], new ImageSizing(Crop: 6, Resize: 8));
        var pixels = new byte[3 * images.ImageBytes];
        images.Read(0, 3, pixels);
        Assert.That((images.Height, images.Width), Is.EqualTo((6, 6)));
        Assert.That(pixels.Chunk(images.ImageBytes).Select(image => image.Distinct().Single()), Is.EqualTo(new byte[] { 60, 90, 120 }));
    }

    [Test]
    public void An_image_smaller_than_the_square_is_named_and_not_enlarged_silently()
    {
        folder.Write("set/a/1.png", Png(8, 5, 0));
        using var images = ImageFolder.Open(folder["set"], new ImageSizing(Crop: 6));
        Assert.That(
            () => images.Read(0, 1, new byte[images.ImageBytes]),
            Throws.TypeOf<MalformedFileException>().With.Message.Contains("1.png").And.Message.Contains("8×5").And.Message.Contains("'crop' 6"));
    }

    [Test]
    public void Folders_without_classes_or_images_are_named()
    {
        Assert.That(() => ImageFolder.Open(folder["none"]), Throws.TypeOf<DirectoryNotFoundException>());
        folder.Write("flat/1.png", Png(1, 1, 0));
        Assert.That(() => ImageFolder.Open(folder["flat"]), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("one for each class"));
        folder.Write("set/a/1.png", Png(1, 1, 0));
        folder.Write("set/b/readme.txt", [1]);
        Assert.That(() => ImageFolder.Open(folder["set"]), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("holds no PNG"));
    }

    [Test]
    public void Damaged_and_enormous_images_are_refused_by_name()
    {
        folder.Write("set/a/1.png", Checkpoints.Ascii("no image at all"));
        Assert.That(() => ImageFolder.Open(folder["set"]), Throws.TypeOf<MalformedFileException>().With.Message.Contains("1.png"));
        folder.Write("set/a/1.png", PngOf(9_000, 9_000, colourType: 2, [0]));
        Assert.That(() => ImageFolder.Open(folder["set"]), Throws.TypeOf<MalformedFileException>().With.Message.Contains("9000×9000"));
        folder.Write("set/a/1.png", PngOf(4_000, 4_000, colourType: 2, [0]));
        using var images = ImageFolder.Open(folder["set"]);
        Assert.That(() => images.Read(0, 1, new byte[images.ImageBytes]), Throws.TypeOf<MalformedFileException>().With.Message.Contains("cannot be decoded"));
    }

    [Test]
    public void Truncated_images_are_refused_and_damaged_ones_do_no_harm()
    {
        var png = Png(4, 4, 9);
        Assert.That(Hostile.AcceptedTruncations(GreyJpeg, file => DecodeSquare(file, 8)), Is.Empty);
        foreach (var bytes in new[] { png, Bmp(4, 4, 9) })
        {
            Assert.That(Hostile.Read(bytes, Decode), Is.EqualTo(Enumerable.Repeat(9, 48)));
            Assert.That(Hostile.AcceptedTruncations(bytes, Decode), Is.Empty);
        }
        Assert.That(Hostile.AcceptedFlips(png, Decode).Where(flip => flip.Value.Any(value => value != 9)), Is.Empty);
        foreach (var (_, pixels) in Hostile.AcceptedFlips(Bmp(4, 4, 9), Decode)) Assert.That(pixels, Has.Length.EqualTo(48));
        foreach (var (_, pixels) in Hostile.AcceptedFlips(GreyJpeg, file => DecodeSquare(file, 8))) Assert.That(pixels, Has.Length.EqualTo(192));
    }

    [Test]
    public void A_JPEG_whose_segment_runs_out_of_the_file_is_refused_before_the_decoder_searches_for_ever()
    {
        byte[] before = [0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, .. GreyJpeg[2..]];
        byte[] after = [.. GreyJpeg[..^2], 0xff, 0xe0, 0xff, 0xff];
        Assert.That(Hostile.Read(before, file => DecodeSquare(file, 8)), Is.Null);
        Assert.That(Hostile.Reason(after, file => DecodeSquare(file, 8)), Does.Contain("said to have 65535 bytes"));
    }

    [Test]
    public void ImageNet_C_folders_give_their_cells()
    {
        foreach (var corruption in new[] { "own", "fog" })
            foreach (var severity in new[] { 1, 3 })
                foreach (var name in new[] { "cat", "dog" })
                    folder.Write($"c/{corruption}/{severity}/{name}/1.png", Png(1, 1, Shade($"{corruption}{severity}{name}")));
        var cells = CorruptedImageFolder.Open(folder["c"]);
        Assert.That(cells.Corruptions, Is.EqualTo(["fog", "own"]));
        Assert.That(cells.Severities, Is.EqualTo([1, 3]));
        using var cell = cells.Open("own", 3);
        var pixels = new byte[6];
        cell.Read(0, 2, pixels);
        Assert.That((pixels[0], pixels[3]), Is.EqualTo((Shade("own3cat"), Shade("own3dog"))));
        Assert.That(cell.ClassNames, Is.EqualTo(["cat", "dog"]));
    }

    [Test]
    public void Cells_with_other_classes_or_severities_are_refused()
    {
        folder.Write("c/fog/1/cat/1.png", Png(1, 1, 0));
        folder.Write("c/snow/1/dog/1.png", Png(1, 1, 0));
        Assert.That(() => CorruptedImageFolder.Open(folder["c"]), Throws.TypeOf<MalformedFileException>().With.Message.Contains("class folders"));
        folder.Write("d/fog/1/cat/1.png", Png(1, 1, 0));
        folder.Write("d/snow/2/cat/1.png", Png(1, 1, 0));
        Assert.That(() => CorruptedImageFolder.Open(folder["d"]), Throws.TypeOf<MalformedFileException>().With.Message.Contains("severities"));
        folder.Write("e/fog/strong/cat/1.png", Png(1, 1, 0));
        Assert.That(() => CorruptedImageFolder.Open(folder["e"]), Throws.TypeOf<MalformedFileException>().With.Message.Contains("1 to 9"));
    }

    private static byte[] Decode(SourceFile file) => DecodeSquare(file, 4);

    private static byte[] DecodeSquare(SourceFile file, int side)
    {
        var pixels = new byte[3 * side * side];
        ImageDecoder.Decode(file, (side, side), pixels);
        return pixels;
    }

    private static byte Shade(string name) => (byte)(Crc32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(name)) | 1);

    private static byte[] Png(int width, int height, params byte[] colour)
    {
        byte[] pixel = colour.Length == 3 ? colour : [colour[0], colour[0], colour[0]];
        return PngOf(width, height, 2, [.. Enumerable.Range(0, height).SelectMany(_ => Enumerable.Repeat(pixel, width).SelectMany(p => p).Prepend((byte)0))]);
    }

    // Signature, header chunk (8 bits a sample), one chunk of deflated rows (each after its filter byte), end chunk.
    private static byte[] PngOf(int width, int height, byte colourType, byte[] rows)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        return [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), 8, colourType, 0, 0, 0]),
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Checkpoints.Ascii(name), .. content];
        return [.. BigEndian(content.Length), .. named, .. BigEndian((int)Crc32.HashToUInt32(named))];
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    // 24 bits a pixel, blue first, rows bottom up and padded to four bytes.
    private static byte[] Bmp(int width, int height, params byte[] colour)
    {
        byte[] pixel = colour.Length == 3 ? [colour[2], colour[1], colour[0]] : [colour[0], colour[0], colour[0]];
        var row = Enumerable.Repeat(pixel, width).SelectMany(p => p).Concat(new byte[(4 - 3 * width % 4) % 4]).ToArray();
        var rows = Enumerable.Repeat(row, height).SelectMany(r => r).ToArray();
        var writer = new BinaryWriter(new MemoryStream());
        writer.Write("BM"u8);
        foreach (var value in new[] { 54 + rows.Length, 0, 54, 40, width, height, 1 | 24 << 16, 0, rows.Length, 2835, 2835, 0, 0 }) writer.Write(value);
        writer.Write(rows);
        return ((MemoryStream)writer.BaseStream).ToArray();
    }
}
