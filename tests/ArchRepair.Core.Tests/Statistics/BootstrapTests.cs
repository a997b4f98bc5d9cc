using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class BootstrapTests
{
    // Efron, Tibshirani (1993), An Introduction to the Bootstrap, table 14.1, test A of the spatial test data. For the plug-in variance,
    // 171.5, table 14.2 gives the 90 % BCa interval (115.8, 259.6), from 2,000 resamples; the percentile interval is (100.8, 233.9).
    private static readonly double[] Spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

    [Test]
    public void The_spatial_test_data_give_the_published_interval()
    {
        var interval = Bootstrap.Bca(Spatial.Length, PlugInVariance, 0.9, resamples: 40_000, seed: 1);
        Assert.That(interval.Lower, Is.EqualTo(115.8).Within(3));
        Assert.That(interval.Upper, Is.EqualTo(259.6).Within(6));
    }

    [Test]
    public void The_short_way_for_means_is_the_long_way()
    {
        var quick = Bootstrap.BcaMean(Spatial, 0.95, resamples: 1000, seed: 4);
        var general = Bootstrap.Bca(Spatial.Length, images => Mean(images), 0.95, resamples: 1000, seed: 4);
        Assert.That(quick.Lower, Is.EqualTo(general.Lower).Within(1e-9));
        Assert.That(quick.Upper, Is.EqualTo(general.Upper).Within(1e-9));

        static double Mean(ReadOnlySpan<int> images)
        {
            var sum = 0.0;
            foreach (var image in images) sum += Spatial[image];
            return sum / images.Length;
        }
    }

    [Test]
    public void For_a_mean_of_many_images_it_agrees_with_the_t_interval()
    {
        var random = new SeededRandom(8);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextInt(151) / 75.0 - 1)];
        var bootstrap = Bootstrap.BcaMean(values, 0.95, resamples: 4000, seed: 2);
        var t = MeanTest.Interval(MeanTest.Estimate(values), 0.95);
        Assert.That(bootstrap.Lower, Is.EqualTo(t.Lower).Within(0.08 * t.Width));
        Assert.That(bootstrap.Upper, Is.EqualTo(t.Upper).Within(0.08 * t.Width));
    }

    // The acceleration from 250 groups of images and from single images is the same up to chance.
    [Test]
    public void Leaving_out_groups_of_images_gives_nearly_the_same_interval()
    {
        var random = new SeededRandom(8);
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => -Math.Log(1 - random.NextDouble()))];
        var single = Bootstrap.BcaMean(values, 0.95, resamples: 2000, seed: 2);
        var grouped = Bootstrap.Bca(values.Length, images => Mean(values, images), 0.95, resamples: 2000, seed: 2);
        Assert.That(grouped.Lower, Is.EqualTo(single.Lower).Within(0.02 * single.Width));
        Assert.That(grouped.Upper, Is.EqualTo(single.Upper).Within(0.02 * single.Width));
    }

    [Test]
    public void The_seed_decides_the_interval()
    {
        var (first, again) = (Bootstrap.BcaMean(Spatial, 0.95, seed: 3), Bootstrap.BcaMean(Spatial, 0.95, seed: 3));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(Bootstrap.BcaMean(Spatial, 0.95, seed: 3), Is.Not.EqualTo(Bootstrap.BcaMean(Spatial, 0.95, seed: 4)));
    }

    [Test]
    public void What_never_varies_has_a_point_for_an_interval()
    {
        var interval = Bootstrap.BcaMean([0.25, 0.25, 0.25], 0.95);
        Assert.That((interval.Lower, interval.Upper), Is.EqualTo((0.25, 0.25)));
    }

    [Test]
    public void What_cannot_be_resampled_is_refused()
    {
        Assert.That(() => Bootstrap.BcaMean([1], 0.95), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Bootstrap.BcaMean([1, 2], 0.95, resamples: 10), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Bootstrap.BcaMean([1, 2], 1.0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Bootstrap.Bca(5, _ => double.NaN, 0.95), Throws.InvalidOperationException);
    }

    private static double PlugInVariance(ReadOnlySpan<int> images)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var image in images) (sum, squares) = (sum + Spatial[image], squares + Spatial[image] * Spatial[image]);
        return squares / images.Length - Math.Pow(sum / images.Length, 2);
    }

    private static double Mean(double[] values, ReadOnlySpan<int> images)
    {
        var sum = 0.0;
        foreach (var image in images) sum += values[image];
        return sum / images.Length;
    }
}
