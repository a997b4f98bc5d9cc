using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class ScoreIntervalsTests
{
    private static readonly LocalizationOptions Options =
        new() { EarlyPreference = 0, GradientWeight = 0, DriftWeight = 0, CountsSilence = false, Combination = NeuronCombination.RankSum, Aggregation = BlockAggregation.Mean };

    [TestCase(0, 1.0)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.25, 1.75)]
    [TestCase(1, 4.0)]
    public void Quantiles_interpolate_between_order_statistics(double probability, double expected)
    {
        Assert.That(ScoreIntervals.Quantile([4, 1, 3, 2], probability), Is.EqualTo(expected));
    }

    [Test]
    public void A_block_whose_neurons_fire_on_all_failures_and_no_pass_leads_beyond_doubt()
    {
        var (scores, intervals) = Of(example => (example < 10, example % 2 == 0), Options);
        Assert.That(scores.Order()[0], Is.Zero);
        Assert.That(intervals.TopIsAmbiguous, Is.False);
        Assert.That(intervals.Intervals[0].Contains(scores.Scores[0]));
    }

    [Test]
    public void Blocks_whose_neurons_differ_on_one_example_cannot_be_told_apart()
    {
        var (_, intervals) = Of(example => (example % 2 == 0, example % 2 == 0 || example == 1), Options);
        Assert.That(intervals.TopIsAmbiguous, Is.True);
    }

    [Test]
    public void Equal_blocks_cannot_be_told_apart_even_without_resampling()
    {
        var (scores, intervals) = Of(example => (example < 10, example < 10), Options with { Resamples = 0 });
        Assert.That(intervals.TopIsAmbiguous, Is.True);
        Assert.That(intervals.Intervals[0].Width, Is.Zero);
        Assert.That(scores.Scores[0], Is.EqualTo(0.5));
    }

    [Test]
    public void The_seed_decides_the_intervals()
    {
        var first = Of(example => (example < 8, example % 3 == 0), Options).Intervals.Intervals;
        var again = Of(example => (example < 8, example % 3 == 0), Options).Intervals.Intervals;
        Assert.That(again, Is.EqualTo(first));
    }

    private static (GroupScores Scores, ScoreIntervals Intervals) Of(Func<int, (bool First, bool Second)> isActive, LocalizationOptions options)
    {
        var folds = new ExampleFolds(failures: 10, passes: 10);
        var layout = new NeuronLayout(
            [new LayerSlot("a", 0, 0, 1, false), new LayerSlot("b", 1, 1, 1, false)], [new RankedGroup("a", true), new RankedGroup("b", true)]);
        var active = new int[20, 2];
        for (var example = 0; example < 20; example++)
        {
            var (first, second) = isActive(example);
            (active[example, 0], active[example, 1]) = (first ? 1 : 0, second ? 1 : 0);
        }
        var scorer = new GroupScorer(new NeuronEvidence(layout, folds, active, None(), None(), [0, 0], [0, 0]), options);
        var scores = scorer.Score(folds.UnitWeights());
        return (scores, ScoreIntervals.Of(scorer, scores, folds, options, seed: 6, CancellationToken.None));
    }

    private static FoldMoments None() => new(new double[20, 2], new double[20, 2]);
}
