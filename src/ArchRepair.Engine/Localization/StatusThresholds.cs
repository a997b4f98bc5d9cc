namespace ArchRepair.Engine.Localization;

/// <summary>The threshold of each neuron, above which it counts as active.</summary>
internal static class StatusThresholds
{
    /// <param name="activity">[examples][J] mean activations, failures first.</param>
    /// <param name="failures">Number of failures; where nothing passes, thresholds come from the failures.</param>
    public static double[] Of(LocalizationOptions options, IReadOnlyList<float[]> activity, int failures)
    {
        var neurons = activity[0].Length;
        if (options.Threshold == ThresholdRule.Fixed) return [.. Enumerable.Repeat(options.FixedThreshold, neurons)];
        var rows = activity.Skip(failures < activity.Count ? failures : 0).ToArray();
        var thresholds = new double[neurons];
        var values = new double[rows.Length];
        for (var j = 0; j < neurons; j++)
        {
            for (var i = 0; i < rows.Length; i++) values[i] = rows[i][j];
            thresholds[j] = options.Threshold == ThresholdRule.PassMean ? values.Average() : ScoreIntervals.Quantile(values, 0.5);
        }
        return thresholds;
    }
}
