using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class ActivityCollectorTests
{
    [Test]
    public void Status_is_counted_against_the_mean_of_the_passes()
    {
        // One neuron. Passes 1, 2, 6 have mean 3: the third is active. Failures 4 and 2: the first is active.
        var folds = new ExampleFolds(failures: 2, passes: 3);
        var activity = new ActivityCollector(new LocalizationOptions(), folds, neurons: 1);
        foreach (var (example, value) in new[] { (2, 1f), (3, 2f), (4, 6f), (0, 4f), (1, 2f) }) activity.Add(example, [value]);

        Assert.That(Enumerable.Range(0, 5).Select(fold => activity.Active[fold, 0]), Is.EqualTo(new[] { 1, 0, 0, 0, 1 }));
        Assert.That(activity.Sums[4, 0], Is.EqualTo(6));
        Assert.That(activity.Squares[4, 0], Is.EqualTo(36));
    }

    [Test]
    public void Rows_wait_for_thresholds_and_never_more_than_the_references_however_many_examples_there_are()
    {
        var folds = new ExampleFolds(failures: 1_000, passes: 5_000);
        var activity = new ActivityCollector(new LocalizationOptions(), folds, neurons: 3);
        var most = 0;
        for (var example = 1_000; example < 6_000; example++) most = Math.Max(most, After(example));
        for (var example = 0; example < 1_000; example++) most = Math.Max(most, After(example));

        Assert.That(most, Is.LessThan(ActivityCollector.MostReferences));
        Assert.That(activity.Waiting, Is.Zero);
        Assert.That(activity.Active.GetLength(0), Is.EqualTo(2 * ExampleFolds.Most), "counts are kept by fold");

        int After(int example)
        {
            activity.Add(example, [example, 1, 2]);
            return activity.Waiting;
        }
    }

    [Test]
    public void A_fixed_threshold_waits_for_nothing()
    {
        var activity = new ActivityCollector(
            new LocalizationOptions { Threshold = ThresholdRule.Fixed, FixedThreshold = 2 }, new ExampleFolds(failures: 2, passes: 2), neurons: 1);
        activity.Add(2, [3]);
        Assert.That((activity.Waiting, activity.Active[2, 0]), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Where_nothing_passes_the_failures_set_the_threshold()
    {
        var activity = new ActivityCollector(new LocalizationOptions(), new ExampleFolds(failures: 3, passes: 0), neurons: 1);
        foreach (var (example, value) in new[] { (0, 1f), (1, 2f), (2, 9f) }) activity.Add(example, [value]);
        Assert.That(Enumerable.Range(0, 3).Select(fold => activity.Active[fold, 0]), Is.EqualTo(new[] { 0, 0, 1 }));
    }
}
