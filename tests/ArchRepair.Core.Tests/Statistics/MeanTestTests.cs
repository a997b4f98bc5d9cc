using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class MeanTestTests
{
    // Student (1908), Biometrika 6:1, table of additional hours of sleep, drug 2 less drug 1; t = 4.0621 on 9 degrees of freedom,
    // p = 0.002833, 95 % interval 0.7001142 to 2.4598858 as printed by R's t.test(extra ~ group, data = sleep, paired = TRUE).
    private static readonly double[] Sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];

    private static readonly Gen<double[]> Samples = Gen.Int[-75, 75].Select(cells => cells / 75.0).Array[2, 200];

    [Test]
    public void The_sleep_data_give_the_published_test_and_interval()
    {
        var estimate = MeanTest.Estimate(Sleep, bound: 24);
        var interval = MeanTest.Interval(estimate, 0.95);
        Assert.That(estimate.Mean, Is.EqualTo(1.58).Within(1e-12));
        Assert.That(estimate.Mean / estimate.StandardError, Is.EqualTo(4.0621).Within(5e-5));
        Assert.That(MeanTest.PValue(estimate), Is.EqualTo(0.002833).Within(5e-7));
        Assert.That(interval.Lower, Is.EqualTo(0.7001142).Within(5e-8));
        Assert.That(interval.Upper, Is.EqualTo(2.4598858).Within(5e-8));
    }

    // With 2 degrees of freedom P(T > t) = ½·(1 − t/√(2 + t²)), which is 1/(2t²) far out.
    [TestCase(10.0)]
    [TestCase(1e4)]
    [TestCase(1e6)]
    public void Far_tails_keep_their_digits(double t)
    {
        var estimate = new MeanEstimate(-t * 1e-7, 1e-7, 3, 1);
        var root = Math.Sqrt(2 + t * t);
        Assert.That(MeanTest.RegressPValue(estimate), Is.EqualTo(1 / (root * (root + t))).Within(1e-8).Percent);
    }

    [Test]
    public void Many_images_give_the_normal_test()
    {
        var estimate = new MeanEstimate(-0.01959963984540054, 0.01, 1_000_000, 1);
        Assert.That(MeanTest.RegressPValue(estimate), Is.EqualTo(0.025).Within(1e-6));
        Assert.That(MeanTest.Interval(estimate, 0.95).Upper, Is.EqualTo(0).Within(1e-7));
    }

    [Test]
    public void The_test_rejects_exactly_what_the_interval_leaves_out()
    {
        Properties.ForAll(Samples, sample =>
        {
            var estimate = MeanTest.Estimate(sample);
            var interval = MeanTest.Interval(estimate, 0.9);
            return Math.Abs(MeanTest.RegressPValue(estimate, interval.Upper) - 0.05) < 1e-7 &&
                Math.Abs(MeanTest.PValue(estimate, interval.Lower) - 0.1) < 1e-7 && interval.Contains(estimate.Mean);
        });
    }

    [Test]
    public void Turning_the_sign_turns_the_interval_and_the_tail()
    {
        Properties.ForAll(Samples.Where(sample => sample.Distinct().Count() > 1), sample =>
        {
            var (there, back) = (MeanTest.Estimate(sample), MeanTest.Estimate([.. sample.Select(value => -value)]));
            var (one, other) = (MeanTest.Interval(there, 0.95), MeanTest.Interval(back, 0.95));
            return Math.Abs(one.Lower + other.Upper) < 1e-12 &&
                Math.Abs(MeanTest.RegressPValue(there) + MeanTest.RegressPValue(back) - 1) < 1e-9 &&
                Math.Abs(MeanTest.PValue(there) - MeanTest.PValue(back)) < 1e-12;
        });
    }

    // 0.99²⁵⁰ = 0.0811: 250 unchanged images do not rule out that one image in a hundred would be gained.
    [Test]
    public void An_unchanged_model_is_no_regression_and_no_proof_of_being_unimprovable()
    {
        var estimate = MeanTest.Estimate(new double[250]);
        Assert.That(MeanTest.RegressPValue(estimate), Is.EqualTo(1));
        Assert.That(MeanTest.RegressPValue(estimate, leastMean: -0.01), Is.EqualTo(1));
        Assert.That(MeanTest.RegressPValue(estimate, leastMean: 0.01), Is.EqualTo(Math.Pow(0.99, 250)).Within(1e-12));
        Assert.That(MeanTest.Interval(estimate, 0.95).Upper, Is.EqualTo(1 - Math.Pow(0.025, 1.0 / 250)).Within(1e-12));
    }

    [Test]
    public void Two_lost_images_alone_prove_little() =>
        Assert.That(MeanTest.RegressPValue(MeanTest.Estimate([-1, -1])), Is.EqualTo(0.25));

    [Test]
    public void Equal_values_have_no_variance_of_rounding() =>
        Assert.That(MeanTest.Estimate([.. Enumerable.Repeat(0.1, 1000)]).StandardError, Is.Zero);

    [Test]
    public void A_report_shows_mean_interval_and_tail()
    {
        var difference = MeanDifference.Of([-0.2, -0.1, 0.0, -0.1], 0.95);
        var estimate = MeanTest.Estimate([-0.2, -0.1, 0.0, -0.1]);
        Assert.That(difference, Is.EqualTo(new MeanDifference(estimate.Mean, MeanTest.Interval(estimate, 0.95), MeanTest.RegressPValue(estimate))));
    }

    [Test]
    public void No_images_and_impossible_values_are_refused()
    {
        Assert.That(() => MeanTest.Estimate([]), Throws.ArgumentException);
        Assert.That(() => MeanTest.Estimate([0.5, 1.5]), Throws.ArgumentException);
        Assert.That(() => MeanTest.Estimate([0.5, double.NaN]), Throws.ArgumentException);
    }
}
