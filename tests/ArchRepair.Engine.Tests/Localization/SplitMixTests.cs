using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class SplitMixTests
{
    [Test]
    public void The_sequence_is_the_published_generators()
    {
        // First outputs of the authors' C version (Vigna, splitmix64.c) for seed 1234567.
        var random = new SplitMix(1234567);
        Assert.That(random.Next(), Is.EqualTo(6457827717110365317UL));
        Assert.That(random.Next(), Is.EqualTo(3203168211198807973UL));
    }

    [Test]
    public void Draws_below_a_bound_reach_every_value_about_equally_often()
    {
        var random = new SplitMix(3);
        var counts = new int[7];
        for (var i = 0; i < 7000; i++) counts[random.Below(7)]++;
        Assert.That(counts, Is.All.InRange(880, 1120)); // four standard deviations of a binomial count
    }

    [Test]
    public void A_shuffle_keeps_every_item()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        new SplitMix(4).Shuffle<int>(items);
        Assert.That(items, Is.EquivalentTo(Enumerable.Range(0, 50)));
        Assert.That(items, Is.Not.Ordered);
    }
}
