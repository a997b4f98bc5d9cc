using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class StatusThresholdsTests
{
    private static readonly float[][] Passes = [[1, 0], [2, 0], [6, 3]];

    [Test]
    public void Thresholds_are_means_medians_or_one_value()
    {
        Assert.That(Of(ThresholdRule.PassMean), Is.EqualTo(new[] { 3.0, 1.0 }));
        Assert.That(Of(ThresholdRule.PassMedian), Is.EqualTo(new[] { 2.0, 0.0 }));
        Assert.That(Of(ThresholdRule.Fixed), Is.EqualTo(new[] { 0.1, 0.1 }));
    }

    private static double[] Of(ThresholdRule rule) => StatusThresholds.Of(new LocalizationOptions { Threshold = rule }, Passes, neurons: 2);
}
