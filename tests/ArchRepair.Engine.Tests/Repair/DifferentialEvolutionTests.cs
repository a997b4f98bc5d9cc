using ArchRepair.Engine.Repair.Strategies;

namespace ArchRepair.Engine.Tests.Repair;

public sealed class DifferentialEvolutionTests
{
    [Test]
    public void It_finds_the_top_of_a_hill()
    {
        var evolution = new DifferentialEvolution([0, 0, 0], [1, 1, 1], seed: 3, values => -values.Select((value, i) => Math.Pow(value - i, 2)).Sum());
        for (var generation = 0; generation < 40; generation++) evolution.Advance(() => false);

        Assert.That(evolution.Best, Is.EqualTo(new double[] { 0, 1, 2 }).Within(0.01));
        Assert.That(evolution.StartFitness, Is.EqualTo(-5));
    }

    [Test]
    public void It_stops_between_two_looks_and_never_gets_worse()
    {
        var looks = 0;
        var evolution = new DifferentialEvolution([1], [1], seed: 3, values => { looks++; return -values[0] * values[0]; });

        Assert.That(evolution.Advance(() => looks >= 150), Is.False);
        Assert.That(looks, Is.EqualTo(150));
        Assert.That(evolution.BestFitness, Is.GreaterThanOrEqualTo(evolution.StartFitness));
    }
}
