using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Frosting;
using ArchRepair.Engine.Corruptions.Images;
using ArchRepair.Engine.Tests.Formats;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class FrostTests
{
    private static readonly string[] Files = ["frost1.png", "frost2.png", "frost3.png", "frost4.jpg", "frost5.jpg"];

    [Test]
    public void Textures_without_photographs_have_the_photographs_colours_and_contrast()
    {
        // Palettes 1, 2, 2, 3, 4 in equal parts: mean over all crops, and spread inside them, as measured on the photographs.
        var size = ImageSize.Square(32);
        var texture = new byte[size.Bytes];
        var (red, green, blue, spread) = (0.0, 0.0, 0.0, 0.0);
        const int crops = 3000;
        for (var i = 0; i < crops; i++)
        {
            FrostTextures.Procedural.Source.Fill(texture, size, new CounterDraws(new DrawKey(1, "frost", 1, i)));
            var pixels = texture.Chunk(3).ToArray();
            var (r, g, b) = (pixels.Average(p => p[0]), pixels.Average(p => p[1]), pixels.Average(p => p[2]));
            red += r / crops;
            green += g / crops;
            blue += b / crops;
            spread += Math.Sqrt(pixels.Average(p => (p[1] - g) * (p[1] - g))) / crops;
        }
        Assert.That(red, Is.EqualTo((78 + 201 + 201 + 138 + 112) / 5.0).Within(3));
        Assert.That(green, Is.EqualTo((149 + 205 + 205 + 153 + 123) / 5.0).Within(3));
        Assert.That(blue, Is.EqualTo((166 + 214 + 214 + 166 + 135) / 5.0).Within(3));
        // Clipping at white takes a little from the brightest.
        Assert.That(spread, Is.EqualTo((14 * 0.83 + 18 + 18 + 26 + 34) / 5.0).Within(2.5));
    }

    [Test]
    public void Photographs_are_cropped_and_added_with_the_severity_s_weights()
    {
        using var folder = new ScratchFolder();
        var frost = CorruptionCatalog.Create(Photographs(folder)).Get("frost");
        Assert.That(frost.IsSubstitute, Is.False);
        var size = ImageSize.Square(32);
        var image = SampleImages.Make(1, size);
        var output = new byte[size.Bytes];
        // Texture 2, then row 3 and column 4 of the scaled picture, which keeps each fifth pixel, the third of its block.
        frost.Apply(image, output, size, 3, new TapeDraws([[2], [3], [4]]));
        for (var i = 0; i < image.Length; i++)
        {
            var (y, x, c) = (i / 96, i / 3 % 32, i % 3);
            var texture = Shade(2, (5 * (y + 3)) + 2, (5 * (x + 4)) + 2, c);
            Assert.That(output[i], Is.EqualTo((byte)Math.Min(255, (0.9 * image[i]) + (0.4 * texture))), $"{y}, {x}, {c}");
        }
    }

    [Test]
    public void Missing_photographs_are_named()
    {
        using var folder = new ScratchFolder();
        folder.Write("frost1.png", [1]);
        Assert.That(() => FrostTextures.FromFolder(folder.Path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("lacks frost2.png, frost3.png, frost4.jpg, frost5.jpg"));
    }

    [Test]
    public void Photographs_too_small_for_the_images_are_named()
    {
        using var folder = new ScratchFolder();
        var frost = CorruptionCatalog.Create(Photographs(folder)).Get("frost");
        var size = ImageSize.Square(44);
        Assert.That(
            () => frost.Apply(new byte[size.Bytes], new byte[size.Bytes], size, 1, new CounterDraws(new DrawKey(1, "frost", 1, 1))),
            Throws.InvalidOperationException.With.Message.Contains("too small"));
    }

    /// <summary>Five pictures of 200×220 made by a formula, under the published names.</summary>
    internal static FrostTextures Photographs(ScratchFolder folder)
    {
        var size = new ImageSize(200, 220);
        for (var file = 0; file < Files.Length; file++)
        {
            var values = Enumerable.Range(0, size.Bytes).Select(i => Shade(file, i / 3 / size.Width, i / 3 % size.Width, i % 3)).ToArray();
            using var memory = new MemoryStream();
            PngFile.Write(memory, values, size);
            folder.Write("frost/" + Files[file], memory.ToArray());
        }
        return FrostTextures.FromFolder(folder["frost"]);
    }

    private static byte Shade(int file, int y, int x, int c) => (byte)((file * 40) + (y * 3) + (x * 5) + (c * 17));
}
