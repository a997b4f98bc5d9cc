using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class ExampleFoldsTests
{
    [Test]
    public void Failures_and_passes_never_share_a_fold_and_every_example_has_one()
    {
        var folds = new ExampleFolds(failures: 45, passes: 3);

        Assert.That(folds.FailureFolds, Is.EqualTo(20));
        Assert.That(folds.PassFolds, Is.EqualTo(3));
        Assert.That(Enumerable.Range(0, 45).Select(folds.FoldOf), Is.All.LessThan(20));
        Assert.That(Enumerable.Range(45, 3).Select(folds.FoldOf), Is.EquivalentTo(new[] { 20, 21, 22 }));
        Assert.That(folds.Sizes.Sum(), Is.EqualTo(48));
        Assert.That(folds.Sizes, Is.All.GreaterThan(0));
    }

    [Test]
    public void A_resample_draws_as_many_failing_and_passing_folds_as_there_are()
    {
        var folds = new ExampleFolds(failures: 10, passes: 50);
        var weights = folds.Resample(new SplitMix(5));
        Assert.That(weights.Take(10).Sum(), Is.EqualTo(10));
        Assert.That(weights.Skip(10).Sum(), Is.EqualTo(20));
        Assert.That(weights, Has.Some.EqualTo(0).And.Some.GreaterThan(1));
    }

    [Test]
    public void Failures_alone_make_folds_too()
    {
        Assert.That(new ExampleFolds(failures: 2, passes: 0).Count, Is.EqualTo(2));
    }

    [Test]
    public void Parts_of_the_failures_never_share_a_fold_and_can_be_looked_at_alone()
    {
        var folds = ExampleFolds.InParts([30, 1, 5], passes: 4);

        Assert.That(Enumerable.Range(0, 30).Select(folds.FoldOf), Is.All.LessThan(6));
        Assert.That(folds.FoldOf(30), Is.EqualTo(6));
        Assert.That(Enumerable.Range(31, 5).Select(folds.FoldOf), Is.EquivalentTo(new[] { 7, 8, 9, 10, 11 }));
        Assert.That(folds.Sizes.Sum(), Is.EqualTo(40));
        Assert.That(folds.WeightsOf(1), Is.EqualTo(new double[] { 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1 }));
        Assert.That(folds.WeightsOf(0, 3), Is.EqualTo(folds.UnitWeights()));
    }

    [Test]
    public void The_number_of_folds_does_not_grow_with_the_examples()
    {
        Assert.That(ExampleFolds.InParts([40, 40], passes: 100_000).Count, Is.EqualTo(ExampleFolds.InParts([400, 40_000], passes: 100).Count));
    }
}
