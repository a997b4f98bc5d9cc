using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class NeuronDriftTests
{
    private static readonly NeuronLayout ThreeLayers = new(
        [new LayerSlot("a", 0, 0, 2, true), new LayerSlot("b", 1, 2, 2, true), new LayerSlot("c", 1, 4, 1, true)],
        [new RankedGroup("first", true), new RankedGroup("second", true)]);

    [Test]
    public void Numbers_with_the_recorded_mean_and_deviation_have_no_drift()
    {
        // −1, 1, −1, 1: mean 0, variance 1.
        Assert.That(NeuronDrift.Distance(sum: 0, squares: 4, count: 4), Is.Zero);
    }

    [Test]
    public void Drift_is_the_number_computed_by_hand()
    {
        // 1, 3: mean 2, variance 10/2 − 4 = 1, so ln(1 + 4 + 0).
        Assert.That(NeuronDrift.Distance(sum: 4, squares: 10, count: 2), Is.EqualTo(Math.Log(5)).Within(1e-15));
        // −e, e: mean 0, deviation e, so ln(1 + 0 + 1²).
        Assert.That(NeuronDrift.Distance(0, 2 * Math.E * Math.E, 2), Is.EqualTo(Math.Log(2)).Within(1e-15));
    }

    [Test]
    public void A_dead_channel_has_finite_drift()
    {
        Assert.That(NeuronDrift.Distance(0, 0, 100), Is.EqualTo(Math.Log(1 + (Math.Pow(Math.Log(1e-4), 2) / 4))).Within(1e-12));
    }

    [Test]
    public void Level_is_the_mean_over_neurons_and_growth_the_greatest_step_from_layer_to_layer()
    {
        double[] drift = [1, 3, 4, 2, 9]; // layer means 2, 3, 9
        Assert.That(NeuronDrift.OfGroups(ThreeLayers, DriftMeasure.Level, drift), Is.EqualTo(new[] { 2.0, 5.0 }));
        Assert.That(NeuronDrift.OfGroups(ThreeLayers, DriftMeasure.Growth, drift), Is.EqualTo(new[] { 2.0, 6.0 }));
    }

    [Test]
    public void Layers_without_recorded_statistics_do_not_count()
    {
        var layout = ThreeLayers with { Layers = [ThreeLayers.Layers[0], ThreeLayers.Layers[1] with { IsNormalized = false }, ThreeLayers.Layers[2]] };
        Assert.That(NeuronDrift.OfGroups(layout, DriftMeasure.Level, [1, 3, 100, 100, 9]), Is.EqualTo(new[] { 2.0, 9.0 }));
        Assert.That(NeuronDrift.OfGroups(layout, DriftMeasure.Growth, [1, 3, 100, 100, 9]), Is.EqualTo(new[] { 2.0, 7.0 }));
    }
}
