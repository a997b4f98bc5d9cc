using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class ClassChangesTests
{
    [Test]
    public void A_class_that_fell_shows_though_the_mean_stands_still()
    {
        var cell = ImageEffectsTests.Cell("110010", "001110");
        var changes = ClassChanges.Of([cell], [0, 0, 1, 1, 2, 2], classes: 4);
        Assert.That(cell.MeanDifference, Is.Zero);
        Assert.That(changes.Select(change => (change.Class, change.Images, change.Before, change.After)),
            Is.EqualTo(new[] { (0, 2, 1.0, 0.0), (1, 2, 0.0, 1.0), (2, 2, 0.5, 0.5) }));
        Assert.That(changes[0].Counts, Is.EqualTo(new PairedCounts(0, 2, 0, 0)));
        Assert.That(changes[0].Change.Mean, Is.EqualTo(-1));
    }

    [Test]
    public void A_short_cell_gives_each_class_its_first_images()
    {
        var changes = ClassChanges.Of([ImageEffectsTests.Cell("1111", "0101"), ImageEffectsTests.Cell("11", "00")], [0, 1, 0, 1], classes: 2);
        Assert.That(changes.Select(change => (change.Images, change.After)), Is.EqualTo(new[] { (2, 0.0), (2, 0.5) }));
        Assert.That(changes[1].Counts, Is.EqualTo(new PairedCounts(Both: 2, Lost: 1, Gained: 0, Neither: 0)));
    }

    [Test]
    public void The_classes_together_are_the_whole()
    {
        var cases = Gen.Int[1, 60].SelectMany(images => Gen.Select(Gen.Bool.Array[images], Gen.Bool.Array[images], Gen.Int[0, 4].Array[images]));
        Properties.ForAll(cases, (before, after, labels) =>
        {
            var cell = new CellPair(BitSet.FromBools(before), BitSet.FromBools(after));
            var changes = ClassChanges.Of([cell], labels, 5);
            var whole = PairedCounts.Of(cell.Before, cell.After);
            return changes.Sum(change => change.Images) == labels.Length && changes.Sum(change => change.Counts.Lost) == whole.Lost &&
                changes.Sum(change => change.Counts.Gained) == whole.Gained &&
                Math.Abs(changes.Sum(change => change.Images * change.Change.Mean) / labels.Length - cell.MeanDifference) < 1e-12;
        });
    }

    [Test]
    public void Labels_that_do_not_fit_are_refused()
    {
        Assert.That(() => ClassChanges.Of([ImageEffectsTests.Cell("11", "11")], [0, 5], classes: 5), Throws.ArgumentException);
        Assert.That(() => ClassChanges.Of([ImageEffectsTests.Cell("11", "11")], [0], classes: 5), Throws.ArgumentException);
    }
}
