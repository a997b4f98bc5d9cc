using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Preview;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class ContactSheetTests
{
    [Test]
    public void Each_place_shows_the_pixels_of_the_benchmark()
    {
        var size = ImageSize.Square(32);
        var images = SampleImages.Make(2, size);
        var frost = CorruptionCatalog.Default.Get("frost");
        var sheet = ContactSheet.Draw(images, [4, 9], size, [CorruptionCatalog.Default.Get("contrast"), frost], [2, 5], seed: 7);
        // Names of eight letters, twice two images a block, tiles of 64.
        var (labels, block, top) = ((8 * 6) + 8, (2 * 65) + 4, 9 + 12);
        Assert.That(sheet.Size, Is.EqualTo(new ImageSize(top + (2 * 68), labels + (3 * block))));
        AssertTile(sheet.Values, sheet.Size, labels, top, images.AsSpan(0, size.Bytes));
        AssertTile(sheet.Values, sheet.Size, labels + 65, top + 68, images.AsSpan(size.Bytes));
        var expected = new byte[size.Bytes];
        frost.Apply(images.AsSpan(size.Bytes), expected, size, 5, new CounterDraws(new DrawKey(7, "frost", 5, 9)));
        AssertTile(sheet.Values, sheet.Size, labels + (2 * block) + 65, top + 68, expected);
    }

    [Test]
    public void A_substitute_wears_a_star()
    {
        var size = ImageSize.Square(8);
        var plain = ContactSheet.Draw(new byte[size.Bytes], [0], size, [CorruptionCatalog.Default.Get("snow")], [1], 1);
        var starred = ContactSheet.Draw(new byte[size.Bytes], [0], size, [CorruptionCatalog.Default.Get("frost")], [1], 1);
        Assert.That(starred.Size.Width - plain.Size.Width, Is.EqualTo(2 * PixelFont.Advance), "frost* has two letters more than snow");
    }

    [Test]
    public void Large_images_shrink_and_keep_their_shape()
    {
        var size = new ImageSize(150, 300);
        var sheet = ContactSheet.Draw(new byte[size.Bytes], [0], size, [CorruptionCatalog.Default.Get("fog")], [1], 1);
        Assert.That(sheet.Size.Height, Is.EqualTo(21 + 64 + 4));
    }

    [Test]
    public void Every_letter_of_a_corruption_s_name_can_be_written()
    {
        bool[] Ink(char letter) => [.. Enumerable.Range(0, 45).Select(i => PixelFont.IsInk(letter, i / 5, i % 5))];
        const string letters = "abcdefghijklmnopqrstuvwxyz0123456789_*";
        Assert.That(letters.Select(letter => string.Concat(Ink(letter).Select(ink => ink ? '#' : '.'))).Distinct().Count(), Is.EqualTo(letters.Length));
        Assert.That(Ink('?'), Is.Not.EqualTo(Ink(' ')));
    }

    [Test]
    public void Nothing_to_show_is_refused()
    {
        var size = ImageSize.Square(8);
        var fog = CorruptionCatalog.Default.Get("fog");
        Assert.That(() => ContactSheet.Draw([], [], size, [fog], [1], 1), Throws.ArgumentException);
        Assert.That(() => ContactSheet.Draw(new byte[size.Bytes], [0], size, [], [1], 1), Throws.ArgumentException);
    }

    private static void AssertTile(ReadOnlySpan<byte> sheet, ImageSize sheetSize, int x, int y, ReadOnlySpan<byte> image)
    {
        for (var row = 0; row < 64; row++)
            for (var column = 0; column < 64; column++)
                for (var c = 0; c < 3; c++)
                    Assert.That(sheet[((((y + row) * sheetSize.Width) + x + column) * 3) + c], Is.EqualTo(image[((((row / 2) * 32) + (column / 2)) * 3) + c]));
    }
}
