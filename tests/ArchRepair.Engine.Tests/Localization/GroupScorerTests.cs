using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class GroupScorerTests
{
    private static readonly LocalizationOptions SpectrumOnly =
        new() { EarlyPreference = 0, GradientWeight = 0, DriftWeight = 0, CountsSilence = false, Combination = NeuronCombination.RankSum };

    [Test]
    public void Lift_is_the_share_of_top_neurons_over_the_share_of_neurons()
    {
        // Neurons 0 and 1 fire on both failures only, 2 on everything, 3 never. The top half is neurons 0 and 1: all of group 0.
        var scores = Score(SpectrumOnly with { Aggregation = BlockAggregation.Lift, TopShare = 0.5 });

        Assert.That(scores.TopShare, Is.EqualTo(new[] { 1.0, 0.0 }));
        Assert.That(scores.Scores, Is.EqualTo(new[] { 1.0, 0.0 }));
        Assert.That(scores.Spectrum[0], Is.EqualTo(1));
        // Ochiai of neuron 2: 2 / √(2·(2 + 2)); of neuron 3: 0.
        Assert.That(scores.Spectrum[1], Is.EqualTo(Math.Sqrt(0.5) / 2).Within(1e-15));
    }

    [Test]
    public void Neurons_that_tie_at_the_border_of_the_top_count_in_part()
    {
        var scores = Score(SpectrumOnly with { Aggregation = BlockAggregation.Lift, TopShare = 0.25 });
        Assert.That(scores.TopShare, Is.EqualTo(new[] { 1.0, 0.0 }));
        var halves = Score(SpectrumOnly with { Aggregation = BlockAggregation.Lift, TopShare = 0.25 }, active: AllAlike());
        Assert.That(halves.TopShare, Is.EqualTo(new[] { 0.5, 0.5 }));
    }

    [TestCase(BlockAggregation.Mean, 0.75, 0.25)]   // ranks .75, .75 | .375, .125
    [TestCase(BlockAggregation.Maximum, 0.75, 0.375)]
    public void Means_and_maxima_are_of_the_neurons_ranks(BlockAggregation aggregation, double first, double second)
    {
        var scores = Score(SpectrumOnly with { Aggregation = aggregation });
        Assert.That(scores.Means, Is.EqualTo(new[] { 0.75, 0.25 }));
        Assert.That(scores.Scores, Is.EqualTo(new[] { 1.0, 0.0 }), $"shares of the distance above the least: {first} against {second}");
    }

    [Test]
    public void Product_multiplies_suspiciousness_and_gradient()
    {
        var options = SpectrumOnly with { Combination = NeuronCombination.Product, GradientWeight = 0.5, Aggregation = BlockAggregation.Mean };
        var scores = Score(options, gradients: [4, 0, 9, 1]);
        // √(1·4), √(1·0) | √(√½·9), √(0·1)
        Assert.That(scores.Means, Is.EqualTo(new[] { 1, 3 * Math.Pow(0.5, 0.25) / 2 }).Within(1e-15));
        Assert.That(scores.Order()[0], Is.EqualTo(1));
    }

    [Test]
    public void Passes_weigh_as_much_as_failures_however_many_there_are()
    {
        var few = Score(SpectrumOnly with { Aggregation = BlockAggregation.Mean });
        var folds = new ExampleFolds(failures: 2, passes: 8);
        var active = new int[10, 4];
        for (var fold = 0; fold < 2; fold++) (active[fold, 0], active[fold, 1]) = (1, 1);
        for (var fold = 0; fold < 10; fold++) active[fold, 2] = 1;
        var many = Score(SpectrumOnly with { Aggregation = BlockAggregation.Mean }, active, folds: folds);
        Assert.That(many.Spectrum, Is.EqualTo(few.Spectrum).Within(1e-15));
    }

    [Test]
    public void Scores_are_shares_with_drift_and_without([Values] DriftMeasure measure, [Values] BlockAggregation aggregation)
    {
        var scores = Score(new LocalizationOptions { Drift = measure, Aggregation = aggregation }, gradients: [0.1, 0.2, 0.3, 0.4], drifting: 1);
        Assert.That(scores.Scores.Sum(), Is.EqualTo(1).Within(1e-12));
        Assert.That(scores.Scores, Is.All.InRange(0, 1));
        Assert.That(scores.Order()[0], Is.EqualTo(1), "group 1 drifts");
    }

    [Test]
    public void Without_any_drift_spectrum_and_gradient_decide()
    {
        var options = SpectrumOnly with { Aggregation = BlockAggregation.Mean };
        Assert.That(Score(options with { DriftWeight = 1 }).Scores, Is.EqualTo(Score(options).Scores).Within(1e-12));
    }

    [Test]
    public void Where_no_block_stands_out_early_ones_are_preferred_by_the_exponential_of_depth()
    {
        // Both blocks score ½: no lead at all, so the last counts e⁻³ of the first.
        var options = SpectrumOnly with { Aggregation = BlockAggregation.Mean, EarlyPreference = 3, ClearLead = 0.5 };
        var scores = Score(options, active: AllAlike()).Scores;
        Assert.That(scores, Is.EqualTo(new[] { 1 / (1 + Math.Exp(-3)), 1 / (1 + Math.Exp(3)) }).Within(1e-12));
    }

    [Test]
    public void A_clear_lead_is_left_alone_and_half_of_one_halves_the_preference()
    {
        // Drift of ln(1 + 4) in the second block alone, and a weight of drift that leaves the first some share of the rest.
        var options = new LocalizationOptions { GradientWeight = 0, DriftWeight = 0.9, EarlyPreference = 0 };
        var plain = Score(options, drifting: 1).Scores;
        var lead = (plain[1] - plain[0]) / plain[1];
        Assert.That(lead, Is.InRange(0.05, 0.99));

        Assert.That(Score(options with { EarlyPreference = 3, ClearLead = lead }, drifting: 1).Scores, Is.EqualTo(plain));
        var halved = Score(options with { EarlyPreference = 0.1, ClearLead = Math.Min(1, lead * 2) }, drifting: 1).Scores;
        var strength = 0.1 * (1 - (lead / Math.Min(1, lead * 2)));
        Assert.That(halved[1] / halved[0], Is.EqualTo(plain[1] / plain[0] * Math.Exp(-strength)).Within(1e-9));
    }

    private static GroupScores Score(
        LocalizationOptions options, int[,]? active = null, double[]? gradients = null, ExampleFolds? folds = null, int drifting = -1)
    {
        folds ??= new ExampleFolds(failures: 2, passes: 2);
        var layout = new NeuronLayout(
            [new LayerSlot("a", 0, 0, 2, true), new LayerSlot("b", 1, 2, 2, true)], [new RankedGroup("a", true), new RankedGroup("b", true)]);
        var sums = new double[folds.Count, 4];
        var squares = new double[folds.Count, 4];
        for (var fold = 0; fold < folds.Count; fold++)
            for (var j = 0; j < 4; j++)
                (sums[fold, j], squares[fold, j]) = drifting == j / 2 ? (2 * folds.Sizes[fold], 5 * folds.Sizes[fold]) : (0, folds.Sizes[fold]);
        var evidence = new NeuronEvidence(
            layout, folds, active ?? FailuresOnly(), new FoldMoments(sums, squares), new FoldMoments(sums, squares), [1, 1, 1, 1], gradients ?? [0, 0, 0, 0]);
        return new GroupScorer(evidence, options).Score(folds.UnitWeights());
    }

    private static int[,] FailuresOnly() => new[,] { { 1, 1, 1, 0 }, { 1, 1, 1, 0 }, { 0, 0, 1, 0 }, { 0, 0, 1, 0 } };

    private static int[,] AllAlike() => new[,] { { 1, 1, 1, 1 }, { 1, 1, 1, 1 }, { 0, 0, 0, 0 }, { 0, 0, 0, 0 } };
}
