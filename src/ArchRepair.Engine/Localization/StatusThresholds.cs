namespace ArchRepair.Engine.Localization;

/// <summary>The threshold of each neuron, above which it counts as active.</summary>
internal static class StatusThresholds
{
    /// <param name="references">[examples][J] mean activations of passes, or of failures where nothing passes; unused for a fixed threshold.</param>
    /// <param name="neurons">J.</param>
    public static double[] Of(LocalizationOptions options, IReadOnlyList<float[]> references, int neurons)
    {
        if (options.Threshold == ThresholdRule.Fixed) return [.. Enumerable.Repeat(options.FixedThreshold, neurons)];
        var thresholds = new double[neurons];
        var values = new double[references.Count];
        for (var j = 0; j < neurons; j++)
        {
            for (var i = 0; i < values.Length; i++) values[i] = references[i][j];
            thresholds[j] = options.Threshold == ThresholdRule.PassMean ? values.Average() : ScoreIntervals.Quantile(values, 0.5);
        }
        return thresholds;
    }
}
