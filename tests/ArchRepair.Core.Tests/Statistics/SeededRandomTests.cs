using ArchRepair.Core.Statistics;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class SeededRandomTests
{
    // First outputs of the reference splitmix64.c (Vigna 2015) for the seed 1234567, as printed by Rosetta Code, "Pseudo-random numbers/Splitmix64".
    [Test]
    public void It_gives_the_published_numbers()
    {
        var random = new SeededRandom(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.That(expected.Select(_ => random.NextUInt64()), Is.EqualTo(expected));
    }

    [Test]
    public void Equal_seeds_give_equal_permutations_and_other_seeds_others()
    {
        var (first, again) = (new SeededRandom(5).Permutation(100), new SeededRandom(5).Permutation(100));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(new SeededRandom(6).Permutation(100), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_permutation_names_every_number_once() =>
        Assert.That(new SeededRandom(5).Permutation(1000).Order(), Is.EqualTo(Enumerable.Range(0, 1000)));

    [Test]
    public void A_fork_depends_on_seed_and_stream_but_not_on_what_was_drawn()
    {
        var random = new SeededRandom(9);
        var early = random.Fork(3).NextUInt64();
        random.NextUInt64();
        Assert.That(random.Fork(3).NextUInt64(), Is.EqualTo(early));
        Assert.That(random.Fork(4).NextUInt64(), Is.Not.EqualTo(early));
        Assert.That(new SeededRandom(10).Fork(3).NextUInt64(), Is.Not.EqualTo(early));
    }

    // χ² with 5 degrees of freedom stays below 20.5 with probability 0.999; the numbers are fixed by the seed.
    [TestCase(1UL)]
    [TestCase(2UL)]
    public void Every_order_of_three_is_alike(ulong seed)
    {
        var random = new SeededRandom(seed);
        var counts = Enumerable.Range(0, 60_000).Select(_ => string.Concat(random.Permutation(3))).CountBy(order => order).ToArray();
        Assert.That(counts, Has.Length.EqualTo(6));
        Assert.That(counts.Sum(pair => Math.Pow(pair.Value - 10_000, 2) / 10_000), Is.LessThan(20.5));
    }

    [Test]
    public void Doubles_lie_in_the_unit_interval_with_its_mean_and_variance()
    {
        var random = new SeededRandom(3);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        Assert.That(values.Min() >= 0 && values.Max() < 1, Is.True);
        Assert.That(values.Average(), Is.EqualTo(0.5).Within(0.004));
        Assert.That(values.Average(value => Math.Pow(value - 0.5, 2)), Is.EqualTo(1.0 / 12).Within(0.001));
    }

    [Test]
    public void A_bound_that_is_not_positive_is_refused() =>
        Assert.That(() => new SeededRandom(1).NextInt(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
