using System.Security.Cryptography;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>The same bytes on every run, machine, batch, thread count and order.</summary>
[TestFixture]
public sealed class DeterminismTests
{
    private const ulong Seed = 20250101;

    /// <summary>First 16 digits of SHA-256 over severities 1…5 of three images each of 32×32, 64×64 and 37×29, and one of 224×224.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["gaussian_noise"] = "6e063d050795c193",
        ["shot_noise"] = "382b4e1d9f2d4cd0",
        ["impulse_noise"] = "a415db655462ed7b",
        ["defocus_blur"] = "c206c2778bc77e74",
        ["glass_blur"] = "f4adcf1a73315c3d",
        ["motion_blur"] = "6a1f7f3e7902367a",
        ["zoom_blur"] = "ca8875072bcb4284",
        ["snow"] = "dcde75deb1cc1b98",
        ["frost"] = "2b8ddbca45e69a6d",
        ["fog"] = "05b4c79e7beabe42",
        ["brightness"] = "77d5214ea9b1902e",
        ["contrast"] = "326cd0fdbbd25b37",
        ["elastic_transform"] = "841378499088ca93",
        ["pixelate"] = "1a79ac8b18cc8161",
        ["jpeg_compression"] = "c3487b47072ba5aa",
        ["speckle_noise"] = "c58fc9ddbd8f43fd",
        ["gaussian_blur"] = "5d6ed69d16970f9e",
        ["spatter"] = "c194a4a4496666c2",
        ["saturate"] = "61c29751c0879065",
    };

    [TestCaseSource(nameof(Names))]
    public void The_pixels_of_every_cell_are_pinned(string name)
    {
        var corruption = CorruptionCatalog.Default.Get(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (size, count) in new[] { (ImageSize.Square(32), 3), (ImageSize.Square(64), 3), (new ImageSize(37, 29), 3), (ImageSize.Square(224), 1) })
        {
            var images = SampleImages.Make(count, size);
            var outputs = new byte[images.Length];
            for (var severity = 1; severity <= 5; severity++)
            {
                CorruptedImages.Fill(corruption, severity, Seed, 0, images, outputs, size);
                hash.AppendData(outputs);
            }
        }
        Assert.That(Convert.ToHexStringLower(hash.GetHashAndReset())[..16], Is.EqualTo(Pinned.GetValueOrDefault(name)), name);
    }

    [TestCaseSource(nameof(Names))]
    public void Batches_threads_and_order_change_nothing(string name)
    {
        var corruption = CorruptionCatalog.Default.Get(name);
        var size = ImageSize.Square(32);
        var images = SampleImages.Make(12, size);
        var expected = new byte[images.Length];
        CorruptedImages.Fill(corruption, 4, Seed, 100, images, expected, size);
        var parallel = new byte[images.Length];
        CorruptedImages.Fill(corruption, 4, Seed, 100, images, parallel, size, threads: 4);
        Assert.That(parallel, Is.EqualTo(expected));
        var backwards = new byte[images.Length];
        foreach (var (start, count) in new[] { (11, 1), (5, 6), (0, 5) })
        {
            var part = new Range(start * size.Bytes, (start + count) * size.Bytes);
            CorruptedImages.Fill(corruption, 4, Seed, 100 + start, images.AsSpan(part), backwards.AsSpan(part), size);
        }
        Assert.That(backwards, Is.EqualTo(expected));
    }

    [Test]
    public void Another_seed_gives_other_noise_and_the_same_blur()
    {
        var size = ImageSize.Square(32);
        var images = SampleImages.Make(1, size);
        foreach (var (name, isRandom) in new[] { ("gaussian_noise", true), ("fog", true), ("frost", true), ("gaussian_blur", false), ("contrast", false) })
        {
            var (first, second) = (new byte[size.Bytes], new byte[size.Bytes]);
            CorruptedImages.Fill(CorruptionCatalog.Default.Get(name), 3, 1, 0, images, first, size);
            CorruptedImages.Fill(CorruptionCatalog.Default.Get(name), 3, 2, 0, images, second, size);
            Assert.That(first.SequenceEqual(second), Is.EqualTo(!isRandom), name);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void An_image_takes_no_memory_from_the_heap(string name)
    {
        var corruption = CorruptionCatalog.Default.Get(name);
        var size = ImageSize.Square(32);
        var image = SampleImages.Make(1, size);
        var output = new byte[size.Bytes];
        var draws = new CounterDraws();
        void Round(int image0)
        {
            for (var severity = 1; severity <= 5; severity++)
            {
                draws.Restart(new DrawKey(Seed, name, severity, image0));
                corruption.Apply(image, output, size, severity, draws);
            }
        }
        for (var i = 0; i < 60; i++) Round(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) Round(i);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static IEnumerable<string> Names() => CorruptionCatalog.Default.All.Select(c => c.Name);
}
