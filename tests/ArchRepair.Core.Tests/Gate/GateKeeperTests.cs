using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Gate;

[TestFixture]
public sealed class GateKeeperTests
{
    private static readonly Cell Fog = new("fog", 3);
    private static readonly Cell Snow = new("snow", 1);

    [Test]
    public void The_same_answers_pass()
    {
        var evaluation = Evaluations.Of((Cell.Clean, 180), (Fog, 100));

        var verdict = Decide(evaluation, evaluation, new GatePolicy());

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Passed));
        Assert.That(verdict.Findings, Is.Empty);
    }

    [Test]
    public void A_significant_drop_past_the_allowance_fails_and_names_the_cell()
    {
        var verdict = Decide(
            Evaluations.Of((Cell.Clean, 180), (Fog, 100), (Snow, 100)), Evaluations.Of((Cell.Clean, 180), (Fog, 80), (Snow, 100)), new GatePolicy(MaxDrop: 0.5));

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Regressed));
        Assert.That(verdict.FailedCells, Is.EqualTo(new[] { Fog }));
        Assert.That(verdict.Findings[0].Message, Does.Contain("fog/3 50.00 % → 40.00 %").And.Contain("20 lost, 0 gained of 200"));
    }

    [Test]
    public void A_significant_drop_within_the_allowance_does_not_fail()
    {
        var policy = new GatePolicy(MaxDrop: 0.5, WarnDrop: 0.5, MaxCellDrop: 0.11);

        var verdict = Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 80)), policy);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Passed));
    }

    [Test]
    public void A_drop_past_the_allowance_that_is_not_significant_does_not_fail()
    {
        var policy = new GatePolicy(MaxDrop: 0.5, WarnDrop: 0.5, MaxCellDrop: 0.01);

        var verdict = Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 96)), policy);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Passed), "four lost images: p = 1/16");
    }

    [Test]
    public void An_override_of_the_cell_beats_the_corruption_beats_the_family()
    {
        var policy = new GatePolicy(Overrides: new Dictionary<string, GateOverride>
        {
            ["weather"] = new(0.1),
            ["fog"] = new(0.2),
            ["fog/3"] = new(0.3),
        });

        Assert.That(AllowedDrops.OfCell(policy, Fog, CorruptionNames.FamilyOf), Is.EqualTo(0.3));
        Assert.That(AllowedDrops.OfCell(policy, new Cell("fog", 1), CorruptionNames.FamilyOf), Is.EqualTo(0.2));
        Assert.That(AllowedDrops.OfCell(policy, Snow, CorruptionNames.FamilyOf), Is.EqualTo(0.1));
        Assert.That(AllowedDrops.OfCell(policy, new Cell("pixelate", 1), CorruptionNames.FamilyOf), Is.EqualTo(0.03));
    }

    [Test]
    public void A_severitys_override_applies_where_no_name_does()
    {
        var policy = new GatePolicy(Overrides: new Dictionary<string, GateOverride> { ["severity:1"] = new(0.01), ["weather"] = new(0.1) });

        Assert.That(AllowedDrops.OfCell(policy, new Cell("pixelate", 1), CorruptionNames.FamilyOf), Is.EqualTo(0.01));
        Assert.That(AllowedDrops.OfCell(policy, new Cell("pixelate", 2), CorruptionNames.FamilyOf), Is.EqualTo(0.03));
        Assert.That(AllowedDrops.OfCell(policy, Snow, CorruptionNames.FamilyOf), Is.EqualTo(0.1));
    }

    // Half of the images are of each class; what 'dog' loses, 'cat' wins.
    [Test]
    public void A_class_that_falls_behind_a_mean_that_stands_still_fails_where_classes_are_judged()
    {
        var labels = new ClassSequence([.. Enumerable.Range(0, Evaluations.Images).Select(i => (ushort)(i % 2))]);
        var before = Evaluations.Of((Fog, 100)) with { Labels = labels };
        var swapped = BitSet.FromBools([.. Enumerable.Range(0, Evaluations.Images).Select(i => i < 60 || (i < 140 && i % 2 == 0))]);
        var after = before with { Cells = [before.Cells[0] with { Correct = swapped }] };

        Assert.That(Decide(before, after, new GatePolicy()).Outcome, Is.EqualTo(Outcome.Passed));
        foreach (var policy in new[] { new GatePolicy(MaxClassDrop: 0.1), new GatePolicy(Overrides: new Dictionary<string, GateOverride> { ["class:dog"] = new(MaxClassDrop: 0.1) }) })
        {
            var verdict = Decide(before, after, policy);
            Assert.That(verdict.Findings.Single(), Has.Property("Code").EqualTo("AR0006").And.Property("Message").Contain("Class 'dog' 50.00 % → 30.00 %"));
        }

        Assert.That(Decide(before, after, new GatePolicy(MaxClassDrop: 0.1, Overrides: new Dictionary<string, GateOverride> { ["class:dog"] = new(MaxClassDrop: 0.3) })).Outcome, Is.EqualTo(Outcome.Passed));
    }

    [Test]
    public void A_class_may_have_to_improve()
    {
        var evaluation = Evaluations.Of((Fog, 100));
        var policy = new GatePolicy(Overrides: new Dictionary<string, GateOverride> { ["class:cat"] = new(MaxClassDrop: -0.02) });

        Assert.That(Decide(evaluation, evaluation, policy).Findings.Single().Message, Does.Contain("only with a gain of 2.00 points"));
        Assert.That(Decide(evaluation, Evaluations.Of((Fog, 105)), policy).Outcome, Is.EqualTo(Outcome.Passed));
    }

    [Test]
    public void A_zero_allowance_fails_at_the_first_significant_loss()
    {
        var policy = new GatePolicy(MaxDrop: 0.5, WarnDrop: 0.5, MaxCellDrop: 0);

        Assert.That(Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 94)), policy).Outcome, Is.EqualTo(Outcome.Passed), "six lost images: p = 1/64");
        Assert.That(Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 93)), policy).Outcome, Is.EqualTo(Outcome.Passed), "seven lost images: p = 1/128, and mean and cells share alpha");
        Assert.That(Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 92)), policy).Outcome, Is.EqualTo(Outcome.Regressed), "eight lost images: p = 1/256");
    }

    [TestCase("fgo")]
    [TestCase("fgo/3")]
    [TestCase("class:cow")]
    public void An_override_that_applies_to_nothing_is_not_a_pass(string key)
    {
        var evaluation = Evaluations.Of((Fog, 100));

        var verdict = Decide(evaluation, evaluation, new GatePolicy(Overrides: new Dictionary<string, GateOverride> { [key] = new(0.1, 0.1) }));

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Inconclusive));
        Assert.That(verdict.Findings.Single(), Has.Property("Code").EqualTo("AR0306").And.Property("Message").Contain($"'gate.overrides.{key}'"));
    }

    [Test]
    public void A_negative_allowance_demands_an_improvement()
    {
        var policy = new GatePolicy(MaxDrop: 0.5, WarnDrop: 0.5, Overrides: new Dictionary<string, GateOverride> { ["fog"] = new(-0.05) });

        Assert.That(Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 104)), policy).Outcome, Is.EqualTo(Outcome.Regressed), "2 points are not 5");
        Assert.That(Decide(Evaluations.Of((Fog, 100)), Evaluations.Of((Fog, 110)), policy).Outcome, Is.EqualTo(Outcome.Passed));
    }

    [Test]
    public void Without_baseline_and_floor_nothing_passes()
    {
        var verdict = GateKeeper.Decide(Evaluations.Of((Fog, 100)), null, new GatePolicy(), [], CorruptionNames.FamilyOf);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Inconclusive));
        Assert.That(verdict.Findings.Single().Code, Is.EqualTo("AR0301"));
    }

    [Test]
    public void A_floor_decides_without_a_baseline()
    {
        var evaluation = Evaluations.Of((Cell.Clean, 180), (Fog, 100));

        Assert.That(Floor(0.49).Outcome, Is.EqualTo(Outcome.Passed));
        Assert.That(Floor(0.51).Outcome, Is.EqualTo(Outcome.Regressed));

        Verdict Floor(double floor) => GateKeeper.Decide(evaluation, null, new GatePolicy(MinCorruptedAccuracy: floor), [], CorruptionNames.FamilyOf);
    }

    [Test]
    public void A_floor_on_images_that_were_not_measured_is_not_met()
    {
        var verdict = GateKeeper.Decide(Evaluations.Of((Cell.Clean, 180)), null, new GatePolicy(MinCorruptedAccuracy: 0.1), [], CorruptionNames.FamilyOf);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Inconclusive));
    }

    [Test]
    public void Too_few_images_to_fail_are_inconclusive_not_green()
    {
        var evaluation = Evaluations.Of(5, (Fog, 5));

        var verdict = Decide(evaluation, evaluation, new GatePolicy());

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Inconclusive));
        Assert.That(verdict.Findings.Single().Code, Is.EqualTo("AR0303"));
    }

    [Test]
    public void A_small_drop_of_the_mean_warns()
    {
        var verdict = Decide(Evaluations.Of((Fog, 100), (Snow, 100)), Evaluations.Of((Fog, 98), (Snow, 99)), new GatePolicy());

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Warned));
        Assert.That(verdict.LetsPass);
    }

    [Test]
    public void A_failure_outranks_what_is_undecided()
    {
        var evaluation = Evaluations.Of((Fog, 100));
        var obstacle = new Finding("AR0302", FindingSeverity.Undecided, "other data");

        var verdict = GateKeeper.Decide(evaluation, null, new GatePolicy(MinCorruptedAccuracy: 0.9), [obstacle], CorruptionNames.FamilyOf);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Regressed));
    }

    private static Verdict Decide(Evaluation before, Evaluation after, GatePolicy policy) =>
        GateKeeper.Decide(after, Comparer.Compare(before, after, 0.99), policy, [], CorruptionNames.FamilyOf);
}
