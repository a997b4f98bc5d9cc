using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class EdgeCaseTests
{
    private static readonly ImageSize[] Sizes =
    [
        new(1, 1), new(1, 2), new(2, 1), new(2, 2), new(3, 3), new(1, 40), new(40, 1), new(4, 7), new(9, 5), new(17, 31), new(37, 37), new(50, 64),
    ];

    [TestCaseSource(nameof(Names))]
    public void Any_size_gives_a_whole_image(string name)
    {
        var corruption = CorruptionCatalog.Default.Get(name);
        foreach (var size in Sizes)
        {
            var image = SampleImages.Make(1, size);
            for (var severity = 1; severity <= 5; severity++)
            {
                var (first, second) = (new byte[size.Bytes + 8], new byte[size.Bytes + 8]);
                first.AsSpan().Fill(0xAA);
                second.AsSpan().Fill(0x55);
                Apply(corruption, image, first.AsSpan(0, size.Bytes), size, severity);
                Apply(corruption, image, second.AsSpan(0, size.Bytes), size, severity);
                // What was there before does not shine through, and nothing behind the image is touched.
                Assert.That(first[..size.Bytes], Is.EqualTo(second[..size.Bytes]), $"{size}, severity {severity}");
                Assert.That(first[size.Bytes..], Is.All.EqualTo(0xAA), $"{size}, severity {severity}");
            }
        }
    }

    [Test]
    public void A_black_image_stays_black_in_fog()
    {
        var size = ImageSize.Square(32);
        var output = new byte[size.Bytes];
        for (var severity = 1; severity <= 5; severity++)
        {
            Apply(CorruptionCatalog.Default.Get("fog"), new byte[size.Bytes], output, size, severity);
            Assert.That(output, Is.All.Zero);
        }
    }

    [Test]
    public void A_flat_image_survives_what_only_moves_pixels([Values(0, 1, 77, 128, 254, 255)] int level, [Values(32, 64, 224)] int side)
    {
        var size = ImageSize.Square(side);
        var image = new byte[size.Bytes];
        image.AsSpan().Fill((byte)level);
        var output = new byte[size.Bytes];
        foreach (var name in new[] { "pixelate", "motion_blur", "zoom_blur" })
        {
            for (var severity = 1; severity <= 5; severity++)
            {
                Apply(CorruptionCatalog.Default.Get(name), image, output, size, severity);
                // Means in single precision may lose the last bit, which the cut turns into a level, and zooms may blacken a rim.
                var off = output.Count(value => Math.Abs(value - level) > 1);
                Assert.That(off, Is.LessThanOrEqualTo(name == "zoom_blur" ? 2 * 3 * side : 0), $"{name} {severity}");
            }
        }
    }

    [Test]
    public void Grey_stays_grey_where_no_channel_is_treated_apart()
    {
        var size = ImageSize.Square(32);
        var image = SampleImages.Make(1, size).Chunk(3).SelectMany(pixel => new[] { pixel[0], pixel[0], pixel[0] }).ToArray();
        var output = new byte[size.Bytes];
        foreach (var name in new[] { "fog", "snow", "defocus_blur", "glass_blur", "motion_blur", "zoom_blur", "brightness", "contrast", "elastic_transform", "pixelate", "gaussian_blur" })
        {
            for (var severity = 1; severity <= 5; severity++)
            {
                Apply(CorruptionCatalog.Default.Get(name), image, output, size, severity);
                Assert.That(output.Chunk(3).All(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2]), $"{name} {severity}");
            }
        }
    }

    [Test]
    public void An_empty_set_is_done_at_once() =>
        Assert.That(() => CorruptedImages.Fill(CorruptionCatalog.Default.All[0], 1, 0, 0, [], [], ImageSize.Square(32), threads: 4), Throws.Nothing);

    [Test]
    public void Wrong_arguments_are_named()
    {
        var noise = CorruptionCatalog.Default.All[0];
        var size = ImageSize.Square(4);
        var (image, output) = (new byte[size.Bytes], new byte[size.Bytes]);
        var draws = new CounterDraws(new DrawKey(0, "x", 1, 0));
        Assert.That(() => noise.Apply(image, output, size, 0, draws), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("severity"));
        Assert.That(() => noise.Apply(image, output, size, 6, draws), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => noise.Apply(image.AsSpan(1), output, size, 1, draws), Throws.ArgumentException.With.Message.Contains("4x4 RGB needs 48"));
        Assert.That(() => noise.Apply(image, output.AsSpan(3), size, 1, draws), Throws.ArgumentException.With.Message.Contains("needs 48"));
        Assert.That(() => noise.Apply(image, image, size, 1, draws), Throws.ArgumentException.With.Message.Contains("overlap"));
        Assert.That(() => CorruptedImages.Fill(noise, 1, 0, 0, new byte[47], new byte[47], size), Throws.ArgumentException.With.Message.Contains("no whole number"));
        Assert.That(() => CorruptedImages.Fill(noise, 1, 0, 0, image, new byte[96], size), Throws.ArgumentException);
        Assert.That(() => CorruptedImages.Fill(noise, 1, 0, -1, image, output, size), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => CorruptedImages.Fill(noise, 1, 0, 0, image, output, size, threads: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ImageSize(0, 3), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ImageSize(50_000, 50_000), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_failure_in_a_thread_is_the_failure_of_the_corruption()
    {
        var size = ImageSize.Square(4);
        Assert.That(
            () => CorruptedImages.Fill(new Failing(), 1, 0, 0, new byte[10 * size.Bytes], new byte[10 * size.Bytes], size, threads: 3),
            Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public void Cancelling_ends_between_images()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var size = ImageSize.Square(4);
        foreach (var threads in new[] { 1, 3 })
            Assert.That(
                () => CorruptedImages.Fill(CorruptionCatalog.Default.All[0], 1, 0, 0, new byte[480], new byte[480], size, threads, source.Token),
                Throws.InstanceOf<OperationCanceledException>());
    }

    private static void Apply(ICorruption corruption, ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity) =>
        corruption.Apply(image, output, size, severity, new CounterDraws(new DrawKey(5, corruption.Name, severity, 1)));

    private static IEnumerable<string> Names() => CorruptionCatalog.Default.All.Select(c => c.Name);

    private sealed class Failing : ICorruption
    {
        public string Name => "failing";

        public CorruptionFamily Family => CorruptionFamily.Digital;

        public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws) => throw new NotSupportedException();
    }
}
