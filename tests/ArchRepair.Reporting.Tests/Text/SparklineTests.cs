using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Tests.Text;

public sealed class SparklineTests
{
    [Test]
    public void A_rising_curve_climbs_through_every_level() => Assert.That(Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7]), Is.EqualTo("▁▂▃▄▅▆▇█"));

    [Test]
    public void A_flat_curve_is_flat() => Assert.That(Sparkline.Of([2, 2, 2]), Is.EqualTo("▁▁▁"));

    [Test]
    public void Many_values_are_averaged_into_few_marks() => Assert.That(Sparkline.Of(Enumerable.Range(0, 1000).Select(i => (double)i), 8), Is.EqualTo("▁▂▃▄▅▆▇█"));

    [Test]
    public void Nothing_finite_draws_nothing() => Assert.That(Sparkline.Of([double.NaN, double.PositiveInfinity]), Is.Empty);
}
