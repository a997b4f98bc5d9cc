using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Images;
using ArchRepair.Engine.Tests.Formats;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class PngFileTests
{
    [TestCase(1, 1)]
    [TestCase(3, 7)]
    [TestCase(40, 1)]
    [TestCase(33, 50)]
    public void An_image_comes_back_as_it_was(int height, int width)
    {
        using var folder = new ScratchFolder();
        var size = new ImageSize(height, width);
        foreach (var values in new[] { SampleImages.Make(1, size), Noise(size), new byte[size.Bytes] })
        {
            using var memory = new MemoryStream();
            PngFile.Write(memory, values, size);
            var image = RgbImage.Load(folder.Write("image.png", memory.ToArray()));
            Assert.That(image.Size, Is.EqualTo(size));
            Assert.That(image.Values.ToArray(), Is.EqualTo(values));
        }
    }

    [Test]
    public void Smooth_images_become_small()
    {
        var size = ImageSize.Square(64);
        var values = Enumerable.Range(0, size.Bytes).Select(i => (byte)((i / 3 % 64) + (i / 192))).ToArray();
        using var memory = new MemoryStream();
        PngFile.Write(memory, values, size);
        Assert.That(memory.Length, Is.LessThan(size.Bytes / 20));
    }

    [Test]
    public void Values_that_are_no_image_are_refused() =>
        Assert.That(() => PngFile.Write(Stream.Null, new byte[10], ImageSize.Square(2)), Throws.ArgumentException.With.Message.Contains("needs 12"));

    private static byte[] Noise(ImageSize size)
    {
        var values = new int[size.Bytes];
        new CounterDraws(new DrawKey(1, "png", 1, 0)).Integers(0, 256, values);
        return [.. values.Select(value => (byte)value)];
    }
}
