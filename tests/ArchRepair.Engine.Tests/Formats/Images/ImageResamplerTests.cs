using ArchRepair.Core.Settings;
using ArchRepair.Engine.Formats;

namespace ArchRepair.Engine.Tests.Formats;

public sealed class ImageResamplerTests
{
    // Halving: weights 1 3 3 1 (of 8) inside; at an edge the part that would lie outside is left away: 3 3 1 (of 7).
    [Test]
    public void Halving_averages_with_the_triangles_weights()
    {
        var row = new byte[] { 0, 70, 140, 210, 240, 8 };

        var half = Resize(row, (1, 6), (1, 3));

        Assert.That(half, Is.EqualTo(new[]
        {
            Rounded(((3 * 0) + (3 * 70) + 140) / 7.0), Rounded((70 + (3 * 140) + (3 * 210) + 240) / 8.0), Rounded((210 + (3 * 240) + (3 * 8)) / 7.0),
        }));
    }

    // Doubling has no averaging: neighbours at a quarter and three quarters.
    [Test]
    public void Doubling_interpolates_between_two()
    {
        Assert.That(Resize([0, 100], (1, 2), (1, 4)), Is.EqualTo(new byte[] { 0, 25, 75, 100 }));
        Assert.That(Resize([0, 100], (2, 1), (4, 1)), Is.EqualTo(new byte[] { 0, 25, 75, 100 }), "rows as columns");
    }

    [Test]
    public void One_colour_stays_itself_at_any_size([Values(1, 3, 7, 31)] int height, [Values(1, 2, 13, 40)] int width) =>
        Assert.That(Resize([.. Enumerable.Repeat((byte)201, 17 * 11)], (17, 11), (height, width)), Is.All.EqualTo(201));

    // torchvision: Resize(256) of 500×375 (width × height) is 341×256, CenterCrop(224) then begins at column 58 (58.5, to even) and row 16.
    [Test]
    public void The_longer_side_is_cut_to_whole_pixels_and_the_square_begins_at_the_even_neighbour()
    {
        Assert.That(ImageResampler.ShorterSideTo((375, 500), 256), Is.EqualTo((256, 341)));
        Assert.That(ImageResampler.ShorterSideTo((500, 375), 256), Is.EqualTo((341, 256)));

        var columns = Grey([.. Enumerable.Range(0, 341).Select(x => (byte)(x % 256))]);
        var image = Enumerable.Repeat(columns, 256).SelectMany(row => row).ToArray();
        var square = new byte[224 * 224 * 3];
        Assert.That(ImageResampler.Fit(image, (256, 341), new ImageSizing(224, 256), square), Is.True);
        Assert.That(square[0], Is.EqualTo(58));
    }

    [Test]
    public void Channels_do_not_mix()
    {
        var pixels = Enumerable.Range(0, 8 * 8).SelectMany(_ => new byte[] { 10, 120, 250 }).ToArray();
        var into = new byte[3 * 3 * 3];

        ImageResampler.Resize(pixels, (8, 8), (3, 3), into);

        Assert.That(into.Chunk(3), Is.All.EqualTo(new byte[] { 10, 120, 250 }));
    }

    private static byte[] Resize(byte[] grey, (int, int) from, (int Height, int Width) to)
    {
        var into = new byte[to.Height * to.Width * 3];
        ImageResampler.Resize(Grey(grey), from, to, into);
        return [.. into.Chunk(3).Select(pixel => pixel.Distinct().Single())];
    }

    private static byte[] Grey(byte[] values) => [.. values.SelectMany(value => new[] { value, value, value })];

    private static byte Rounded(double value) => (byte)(value + 0.5);
}
