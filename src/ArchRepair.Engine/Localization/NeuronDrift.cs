namespace ArchRepair.Engine.Localization;

/// <summary>
/// How far neurons are from the statistics that their normalization layers recorded in training. Damage to a block shows in the
/// block itself, and fades behind it.
/// </summary>
internal static class NeuronDrift
{
    // A constant channel has no variance; the floor bounds its drift at ln(1 + 21.2) = 3.1.
    private const double LeastVariance = 1e-4;

    /// <summary>ln(1 + mean² + (ln deviation)²) ≥ 0 of what should have mean 0 and deviation 1.</summary>
    /// <param name="sum">Sum of (x − recorded mean) / recorded deviation over examples and space.</param>
    /// <param name="squares">Sum of its squares.</param>
    /// <param name="count">Number of summands; &gt; 0.</param>
    /// <remarks>Ours. The outer logarithm keeps one exploding channel from deciding for its layer.</remarks>
    public static double Distance(double sum, double squares, double count)
    {
        var mean = sum / count;
        var variance = Math.Max(LeastVariance, (squares / count) - (mean * mean));
        var logDeviation = 0.5 * Math.Log(variance);
        return Math.Log(1 + (mean * mean) + (logDeviation * logDeviation));
    }

    /// <summary>Drift of each group; ≥ 0, 0 for groups without recorded statistics.</summary>
    /// <param name="drift">Of each neuron, [J].</param>
    public static double[] OfGroups(NeuronLayout layout, DriftMeasure measure, ReadOnlySpan<double> drift)
    {
        var result = new double[layout.Groups.Count];
        var neurons = new int[layout.Groups.Count];
        var before = 0.0;
        foreach (var layer in layout.Layers)
        {
            if (!layer.IsNormalized) continue;
            var sum = 0.0;
            for (var j = layer.Offset; j < layer.Offset + layer.Count; j++) sum += drift[j];
            neurons[layer.Group] += layer.Count;
            if (measure == DriftMeasure.Level) result[layer.Group] += sum;
            else result[layer.Group] = Math.Max(result[layer.Group], (sum / layer.Count) - before);
            before = sum / layer.Count;
        }
        if (measure == DriftMeasure.Level)
            for (var group = 0; group < result.Length; group++) result[group] /= Math.Max(1, neurons[group]);
        return result;
    }
}
