using System.Globalization;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class BettingMeanTests
{
    private static readonly Gen<double[]> Streams = Gen.Int[-4, 4].Select(quarters => quarters / 4.0).Array[1, 120];

    // 6 % lost, 4 % gained, in a fixed order of period 100.
    private static readonly double[] Periodic =
        [.. Enumerable.Range(1, 2000).Select(t => (37 * t % 100) switch { < 6 => -1.0, >= 96 => 1.0, _ => 0.0 })];

    [Test]
    public void The_evidence_of_a_drop_agrees_with_an_independent_implementation()
    {
        var reference = ReferenceValues.Section("stream").GetProperty("agrapa_c0.5_H0_mean_d>=0_logE_WoR_N2000");
        var evidence = Trace(Periodic, new BettingRules(2000, 1e-60, Tolerance: 0.5)).Select(state => state.LogEvidenceOfDrop).ToArray();
        // After 1,999 of 2,000 images the hypothesis is not unlikely any more but impossible; the reference goes on betting there.
        foreach (var point in reference.EnumerateObject().Where(point => point.Name != "1999"))
            Assert.That(evidence[int.Parse(point.Name, CultureInfo.InvariantCulture) - 1], Is.EqualTo(point.Value.GetDouble()).Within(1e-9), point.Name);
        Assert.That(evidence[1998], Is.EqualTo(double.PositiveInfinity));
    }

    // First image: μ = ½, so no bet on it. It is lost (X = 0): μ = ¼, σ² = (¼ + (0 − ¼)²)/2 = 5/32. Of four images three are to come, by
    // the null with mean m = (4·½ − 0)/3 = ⅔, by the estimate with (4·¼ − 0)/3 = ⅓: g = ⅓, bet = ⅓/(5/32 + 1/9) = 96/77, below the cap
    // ½/(1 − ⅔) = 1.5. Lost again: the capital grows by 1 + 96/77·⅔ = 141/77.
    [Test]
    public void Two_images_by_hand()
    {
        var state = BettingMean.Start(new BettingRules(4, 0.01)).Next(-1);
        Assert.That(state.LogEvidenceOfDrop, Is.Zero);
        Assert.That(state.Next(-1).LogEvidenceOfDrop, Is.EqualTo(Math.Log(141.0 / 77)).Within(1e-12));
    }

    // With targets mirrored, evidence of a drop and of a hold exchange roles: D ≥ 0 of d is D ≤ 0 of −d.
    [Test]
    public void Turning_the_sign_exchanges_the_two_hypotheses()
    {
        Properties.ForAll(Streams, stream =>
        {
            var there = Trace(stream, new BettingRules(150, 0.01, Tolerance: 0.02, Target: 0.01))[^1];
            var back = Trace([.. stream.Select(difference => -difference)], new BettingRules(150, 0.01, Tolerance: 0.02, Target: 0.01))[^1];
            return Math.Abs(there.LogEvidenceOfDrop - back.LogEvidenceOfHold) < 1e-6 || there.LogEvidenceOfDrop == back.LogEvidenceOfHold;
        });
    }

    [Test]
    public void After_the_last_image_the_verdict_is_the_truth()
    {
        Properties.ForAll(Streams, stream =>
        {
            // Alpha is too small for any verdict but a certain one.
            var rules = new BettingRules(stream.Length, 1e-300, Tolerance: 0.05);
            var state = BettingMean.Run(stream, rules);
            var mean = stream.Average();
            return state.Decision switch
            {
                BettingDecision.Passed => mean >= -0.05 - 1e-9,
                BettingDecision.Failed => mean < 0,
                _ => false,
            };
        });
    }

    [Test]
    public void A_verdict_before_the_end_means_evidence_beyond_alpha()
    {
        Properties.ForAll(Streams, stream =>
        {
            var state = BettingMean.Run(stream, new BettingRules(500, 0.05));
            return state.Decision switch
            {
                BettingDecision.Passed => state.LogEvidenceOfHold >= Math.Log(20),
                BettingDecision.Failed => state.LogEvidenceOfDrop >= Math.Log(20),
                _ => Math.Max(state.LogEvidenceOfHold, state.LogEvidenceOfDrop) < Math.Log(20),
            };
        });
    }

    [Test]
    public void A_verdict_stands_though_images_go_on()
    {
        var state = BettingMean.Run(Enumerable.Repeat(-1.0, 50).ToArray(), new BettingRules(10_000, 0.01));
        Assert.That(state.Decision, Is.EqualTo(BettingDecision.Failed));
        var later = state;
        for (var i = 0; i < 500; i++) later = later.Next(1);
        Assert.That((later.Decision, later.Needed, later.Seen), Is.EqualTo((BettingDecision.Failed, state.Seen, state.Seen + 500)));
    }

    [Test]
    public void An_unchanged_model_passes_early_and_never_fails()
    {
        var state = BettingMean.Run(new double[10_000], new BettingRules(10_000, 0.01));
        Assert.That(state.Decision, Is.EqualTo(BettingDecision.Passed));
        Assert.That(state.Seen, Is.InRange(700, 1100));
        Assert.That(state.LogEvidenceOfDrop, Is.Zero);
    }

    // The more of its capital an image may cost, the faster it grows where the images agree.
    [Test]
    public void A_higher_cap_decides_sooner_where_nothing_changed()
    {
        var half = BettingMean.Run(new double[10_000], new BettingRules(10_000, 0.01, Cap: 0.5));
        var most = BettingMean.Run(new double[10_000], new BettingRules(10_000, 0.01, Cap: 0.9));
        Assert.That(most.Seen, Is.LessThan(0.65 * half.Seen));
    }

    [Test]
    public void No_image_costs_more_than_the_cap()
    {
        Properties.ForAll(Streams, stream =>
        {
            var trace = Trace(stream, new BettingRules(130, 0.01, Cap: 0.7));
            return trace.Zip(trace.Skip(1)).All(pair => Loss(pair.First.LogEvidenceOfDrop, pair.Second.LogEvidenceOfDrop) &&
                Loss(pair.First.LogEvidenceOfHold, pair.Second.LogEvidenceOfHold));
        });

        static bool Loss(double before, double after) => double.IsInfinity(after) || after - before >= Math.Log(0.3) - 1e-9;
    }

    [Test]
    public void A_demanded_gain_fails_a_model_that_stands_still()
    {
        var state = BettingMean.Run(new double[10_000], new BettingRules(10_000, 0.01, Tolerance: 0.01, Target: 0.03));
        Assert.That(state.Decision, Is.EqualTo(BettingDecision.Failed));
    }

    [Test]
    public void What_cannot_be_is_refused()
    {
        Assert.That(() => BettingMean.Start(new BettingRules(0, 0.01)), Throws.ArgumentException);
        Assert.That(() => BettingMean.Start(new BettingRules(10, 0)), Throws.ArgumentException);
        Assert.That(() => BettingMean.Start(new BettingRules(10, 0.01, Tolerance: 0)), Throws.ArgumentException);
        Assert.That(() => BettingMean.Start(new BettingRules(10, 0.01, Target: double.NaN)), Throws.ArgumentException);
        Assert.That(() => BettingMean.Start(new BettingRules(10, 0.01, Cap: 1)), Throws.ArgumentException);
        Assert.That(() => BettingMean.Start(new BettingRules(10, 0.01)).Next(1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BettingMean.Start(new BettingRules(1, 0.01)).Next(0).Next(0), Throws.InvalidOperationException);
    }

    private static List<BettingMean> Trace(double[] stream, BettingRules rules)
    {
        var states = new List<BettingMean>();
        var state = BettingMean.Start(rules);
        foreach (var difference in stream) states.Add(state = state.Next(difference));
        return states;
    }
}
