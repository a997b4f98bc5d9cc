using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Images;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Tests.Formats;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Whatever an image file holds, corruptions get 8-bit RGB, or an error says why not.</summary>
[TestFixture]
public sealed class RgbImageTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase(8, 0, new byte[] { 50 }, new byte[] { 50, 50, 50 }, TestName = "Grey becomes three equal channels")]
    [TestCase(8, 4, new byte[] { 50, 9 }, new byte[] { 50, 50, 50 }, TestName = "Transparency of grey is dropped")]
    [TestCase(8, 6, new byte[] { 1, 2, 3, 0 }, new byte[] { 1, 2, 3 }, TestName = "Transparency of colour is dropped")]
    [TestCase(16, 0, new byte[] { 50, 200 }, new byte[] { 50, 50, 50 }, TestName = "Sixteen bits of grey become their upper eight")]
    [TestCase(16, 2, new byte[] { 1, 255, 2, 0, 3, 128 }, new byte[] { 1, 2, 3 }, TestName = "Sixteen bits of colour become their upper eight")]
    public void A_pixel(int bits, int colourType, byte[] stored, byte[] expected)
    {
        var image = RgbImage.Load(folder.Write("image.png", Png(bits, colourType, stored)));
        Assert.That(image.Values.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void A_CMYK_photograph_becomes_RGB()
    {
        // Every value 128: half of each ink, stored inverted as Adobe does; 128·128/255 = 64.
        byte[] jpeg =
        [
            0xff, 0xd8, 0xff, 0xee, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0,
            0xff, 0xdb, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
            0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0,
            0xff, 0xc4, 0, 20, 0x00, 1, .. new byte[15], 0,
            0xff, 0xc4, 0, 20, 0x10, 1, .. new byte[15], 0,
            0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0,
            0x00, 0xff, 0xd9,
        ];
        var image = RgbImage.Load(folder.Write("ink.jpg", jpeg));
        Assert.That(image.Size, Is.EqualTo(ImageSize.Square(8)));
        Assert.That(image.Values.ToArray(), Is.All.EqualTo(64));
    }

    [Test]
    public void A_file_that_is_no_image_is_named()
    {
        var path = folder.Write("image.png", Encoding.ASCII.GetBytes("no image at all"));
        Assert.That(() => RgbImage.Load(path), Throws.TypeOf<MalformedFileException>().With.Message.Contains("image.png"));
    }

    [Test]
    public void A_photograph_at_a_fifth_keeps_the_middle_of_each_block()
    {
        // Places of the smaller image fall on pixel centres 2, 7, 12….
        var size = new ImageSize(10, 15);
        var values = Enumerable.Range(0, size.Bytes).Select(i => (byte)(i / 3)).ToArray();
        var small = new RgbImage(size, values).Scaled(0.2);
        Assert.That(small.Size, Is.EqualTo(new ImageSize(2, 3)));
        Assert.That(small.Values.ToArray().Chunk(3).Select(pixel => pixel[0]), Is.EqualTo(new byte[] { 32, 37, 42, 107, 112, 117 }));
    }

    private static byte[] Png(int bits, int colourType, byte[] pixel)
    {
        using var memory = new MemoryStream();
        memory.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        WriteChunk(memory, "IHDR", [0, 0, 0, 1, 0, 0, 0, 1, (byte)bits, (byte)colourType, 0, 0, 0]);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write([0, .. pixel]);
        WriteChunk(memory, "IDAT", data.ToArray());
        WriteChunk(memory, "IEND", []);
        return memory.ToArray();
    }

    private static void WriteChunk(MemoryStream memory, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        memory.Write(number);
        memory.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        memory.Write(number);
    }
}
