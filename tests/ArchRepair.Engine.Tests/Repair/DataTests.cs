using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

public sealed class DataTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void Every_epoch_shows_every_image_once_and_in_another_order()
    {
        var order = new ImageOrder(count: 30, seed: 4, purpose: 1);

        var epochs = Enumerable.Range(0, 90).Select(sample => order.At(sample)).Chunk(30).ToArray();

        foreach (var epoch in epochs) Assert.That(epoch, Is.EquivalentTo(Enumerable.Range(0, 30)));
        Assert.That(epochs[0], Is.Not.EqualTo(epochs[1]));
    }

    [Test]
    public void A_view_depends_on_its_draw_alone()
    {
        using var scope = NewDisposeScope();
        var images = Problem.Images(fit: 40, search: 4);
        ViewRow[] rows = [.. Enumerable.Range(0, 40).Select(image => new ViewRow(image, (ViewKind)(image % 2), (ulong)image))];
        var seen = new[] { new Cell("fog", 3), new Cell("contrast", 5) };

        var alone = new ViewMaker(images, Normalization.ImageNet, seen, seed: 3, threads: 1).Make(images.Fit, rows, hasGeometry: true);
        var together = new ViewMaker(images, Normalization.ImageNet, seen, seed: 3, threads: 3).Make(images.Fit, [.. rows.Reverse()], hasGeometry: true);

        Assert.That(BlockSurgery.IsBitEqual(alone, together.flip(0)));
    }

    [Test]
    public void Clean_views_without_geometry_are_the_normalized_images()
    {
        using var scope = NewDisposeScope();
        var images = Problem.Images(fit: 3, search: 1);
        var maker = new ViewMaker(images, Normalization.None, [], seed: 3, threads: 1);

        var views = maker.Make(images.Fit, [new ViewRow(2, ViewKind.Clean, 9)], hasGeometry: false);

        var size = images.Height * images.Width * 3;
        float[] expected = [.. images.Fit.Pixels.Slice(2 * size, size).ToArray().Select(value => value / 255f)];
        Assert.That(views.permute(0, 2, 3, 1).contiguous().data<float>().ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void A_pool_that_starts_later_holds_what_a_running_one_holds_then()
    {
        using var scope = NewDisposeScope();
        var images = Problem.Images(fit: 50, search: 4);
        var views = new ViewMaker(images, Normalization.ImageNet, [], seed: 3, threads: 2);
        var size = new PoolSize(BatchRows: 8, CleanShare: 0.5, Capacity: 32, FreshRows: 4);
        using var running = new FeaturePool(images.Fit, views, pixels => pixels.mul(2), size, seed: 3, step: 0);
        for (var step = 0; step < 13; step++) running.Take();

        using var late = new FeaturePool(images.Fit, views, pixels => pixels.mul(2), size, seed: 3, step: 13);

        for (var step = 13; step < 16; step++)
        {
            var (expected, expectedLabels, _, _) = running.Take();
            var (actual, labels, _, _) = late.Take();
            Assert.That(BlockSurgery.IsBitEqual(actual, expected));
            Assert.That(BlockSurgery.IsBitEqual(labels, expectedLabels));
        }
    }

    [Test]
    public void Half_of_every_batch_stays_clean()
    {
        var size = new PoolSize(BatchRows: 128, CleanShare: 0.5, Capacity: 1000, FreshRows: 32);

        Assert.That(size.Of(ViewKind.Clean), Is.EqualTo((64, 500, 16)));
        Assert.That(size.Of(ViewKind.Changed), Is.EqualTo((64, 500, 16)));
    }

    [Test]
    public void Augmentations_stay_within_the_range_of_bytes_and_change_most_images()
    {
        var changed = 0;
        var image = new WorkImage(16, 16);
        var start = new float[16 * 16 * 3];
        byte[] source = [.. Enumerable.Range(0, start.Length).Select(i => (byte)(i * 37 % 256))];
        for (ulong draw = 0; draw < 200; draw++)
        {
            var random = new CounterRandom(1, 2, draw);
            image.Load(source);
            SimpleAugmentation.Apply(image, start, ref random);
            var result = new byte[source.Length];
            image.Store(result);
            if (!result.AsSpan().SequenceEqual(source)) changed++;
            Assert.That(image.Pixels, Is.All.InRange(0f, 255f));
        }

        Assert.That(changed, Is.GreaterThan(180));
    }

    [Test]
    public void Normal_draws_have_mean_zero_and_deviation_one()
    {
        var random = new CounterRandom(1, 2, 3);
        var values = Enumerable.Range(0, 50_000).SelectMany(_ => { var (first, second) = random.NormalPair(); return new[] { first, second }; }).ToArray();

        Assert.That(values.Average(), Is.EqualTo(0).Within(0.02));
        Assert.That(values.Average(value => value * value), Is.EqualTo(1).Within(0.03));
    }
}
