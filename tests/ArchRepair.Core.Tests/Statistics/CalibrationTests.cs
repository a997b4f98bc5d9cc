using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class CalibrationTests
{
    private static readonly Gen<(double, bool)[]> Answers = Gen.Select(Gen.Int[0, 20].Select(twentieths => twentieths / 20.0), Gen.Bool).Array[1, 200];

    // Two bins of two: |0.5 − 0.55| and |1 − 0.85|, each with half of the answers.
    [Test]
    public void Two_bins_by_hand()
    {
        double[] confidences = [0.9, 0.5, 0.8, 0.6];
        var right = BitSet.FromBools([true, true, true, false]);
        Assert.That(Calibration.ExpectedError(confidences, right, bins: 2), Is.EqualTo(0.1).Within(1e-12));
        var bins = Calibration.Bins(confidences, right, 2);
        Assert.That(bins.Select(bin => (bin.Lowest, bin.Highest, bin.Count, bin.Accuracy)), Is.EqualTo(new[] { (0.5, 0.6, 2, 0.5), (0.8, 0.9, 2, 1.0) }));
    }

    // Guo et al. (2017), ICML, section 2: a hundred answers of confidence 0.8, of which 80 are right, are calibrated.
    [Test]
    public void Right_as_often_as_claimed_is_calibrated()
    {
        double[] confidences = [.. Enumerable.Repeat(0.8, 100)];
        var right = BitSet.FromBools([.. Enumerable.Range(0, 100).Select(i => i < 80)]);
        Assert.That(Calibration.ExpectedError(confidences, right), Is.EqualTo(0).Within(1e-12));
        Assert.That(Calibration.Bins(confidences, right), Has.Count.EqualTo(1));
    }

    [Test]
    public void Sure_and_always_wrong_is_the_worst()
    {
        Assert.That(Calibration.ExpectedError([1, 1, 1], new BitSetBuilder(3).Build()), Is.EqualTo(1));
    }

    [Test]
    public void The_order_of_the_images_does_not_matter()
    {
        Properties.ForAll(Answers, answers =>
        {
            var there = Bins(answers, 5);
            var back = Bins([.. answers.Reverse()], 5);
            return there.Zip(back).All(pair => pair.First.Count == pair.Second.Count && pair.First.Accuracy == pair.Second.Accuracy
                && pair.First.Lowest == pair.Second.Lowest && pair.First.Highest == pair.Second.Highest);
        });
    }

    [Test]
    public void The_bins_hold_every_answer_once_in_order()
    {
        Properties.ForAll(Answers, answers =>
        {
            var bins = Bins(answers, 7);
            return bins.Count <= 7 && bins.Sum(bin => bin.Count) == answers.Length &&
                bins.Zip(bins.Skip(1)).All(pair => pair.First.Highest < pair.Second.Lowest) &&
                bins.All(bin => bin.Lowest <= bin.MeanConfidence + 1e-12 && bin.MeanConfidence <= bin.Highest + 1e-12);
        });
    }

    [Test]
    public void Distinct_confidences_fill_the_bins_alike()
    {
        double[] confidences = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];
        var bins = Calibration.Bins(confidences, new BitSetBuilder(1000).Build(), 15);
        Assert.That(bins.Select(bin => bin.Count), Is.All.InRange(66, 67));
    }

    // |E[accuracy − confidence]| is what one bin sees; more bins can only see more.
    [Test]
    public void The_error_lies_between_that_of_one_bin_and_one()
    {
        Properties.ForAll(Answers, answers => Error(answers, 1) <= Error(answers, 10) + 1e-12 && Error(answers, 10) <= 1 + 1e-12);
    }

    [Test]
    public void What_cannot_be_binned_is_refused()
    {
        var two = BitSet.FromBools([true, false]);
        Assert.That(() => Calibration.Bins([], BitSet.FromBools([])), Throws.ArgumentException);
        Assert.That(() => Calibration.Bins([0.5], two), Throws.ArgumentException);
        Assert.That(() => Calibration.Bins([0.5, 1.5], two), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Calibration.Bins([0.5, 0.5], two, 0), Throws.InstanceOf<ArgumentException>());
    }

    private static IReadOnlyList<ReliabilityBin> Bins((double Confidence, bool Right)[] answers, int bins) =>
        Calibration.Bins([.. answers.Select(answer => answer.Confidence)], BitSet.FromBools([.. answers.Select(answer => answer.Right)]), bins);

    private static double Error((double Confidence, bool Right)[] answers, int bins) =>
        Calibration.ExpectedError([.. answers.Select(answer => answer.Confidence)], BitSet.FromBools([.. answers.Select(answer => answer.Right)]), bins);
}
