namespace ArchRepair.Engine.Localization;

/// <summary>From evidence on neurons to scores of groups; pure, so that intervals can call it for each resample.</summary>
internal sealed class GroupScorer(NeuronEvidence evidence, LocalizationOptions options)
{
    // Total drift at which it gets half its weight, so that the noise of a network without drift does not decide.
    private const double DriftFloor = 0.05;

    private readonly NeuronLayout layout = evidence.Layout;
    private readonly double[] gradientRanks = UnitRanks.Of(evidence.Gradients);

    // A gradient less that of passes may be negative; then only the spectrum's share of nothing is left.
    private readonly double[] gradientFactors = [.. evidence.Gradients.Select(gradient => Math.Pow(Math.Max(0, gradient), options.GradientWeight))];

    /// <param name="foldWeights">How often each fold counts; all ones for the scores themselves.</param>
    public GroupScores Score(ReadOnlySpan<double> foldWeights)
    {
        var suspiciousness = Suspiciousness(foldWeights);
        var neurons = Combine(suspiciousness);
        return new GroupScores(Scores(neurons, foldWeights), Means(suspiciousness), Means(gradientRanks), TopShares(neurons), Means(neurons));
    }

    /// <summary>The scores alone, which is what resamples ask for.</summary>
    public double[] Scores(ReadOnlySpan<double> foldWeights) => Scores(Combine(Suspiciousness(foldWeights)), foldWeights);

    /// <summary>Drift of each group from recorded statistics; ≥ 0, larger is further.</summary>
    public double[] DriftOfGroups(ReadOnlySpan<double> foldWeights) => NeuronDrift.OfGroups(layout, options.Drift, Drift(foldWeights));

    private double[] Scores(double[] neurons, ReadOnlySpan<double> foldWeights) =>
        WithPreference(WithDrift(Shares(Aggregate(neurons)), foldWeights));

    private double[] Combine(double[] suspiciousness)
    {
        var weight = options.GradientWeight;
        if (options.Combination == NeuronCombination.RankSum)
            return [.. UnitRanks.Of(suspiciousness).Zip(gradientRanks, (spectrum, gradient) => ((1 - weight) * spectrum) + (weight * gradient))];
        var combined = new double[suspiciousness.Length];
        for (var j = 0; j < combined.Length; j++) combined[j] = Math.Pow(suspiciousness[j], 1 - weight) * gradientFactors[j];
        return combined;
    }

    private double[] Suspiciousness(ReadOnlySpan<double> foldWeights)
    {
        var folds = evidence.Folds;
        var (failed, passed) = (0.0, 0.0);
        var (activeFailed, activePassed) = (new double[layout.Neurons], new double[layout.Neurons]);
        for (var fold = 0; fold < folds.Count; fold++)
        {
            if (foldWeights[fold] == 0) continue;
            var active = fold < folds.FailureFolds ? activeFailed : activePassed;
            for (var j = 0; j < active.Length; j++) active[j] += foldWeights[fold] * evidence.Active[fold, j];
            if (fold < folds.FailureFolds) failed += foldWeights[fold] * folds.Sizes[fold];
            else passed += foldWeights[fold] * folds.Sizes[fold];
        }
        // Passes together weigh as much as failures: three failures against a hundred passes would say nothing otherwise.
        var balance = passed > 0 ? failed / passed : 0;
        var result = new double[layout.Neurons];
        for (var j = 0; j < result.Length; j++)
        {
            var counts = new SpectrumCounts(
                activeFailed[j], failed - activeFailed[j], activePassed[j] * balance, (passed - activePassed[j]) * balance);
            result[j] = options.CountsSilence ? Spectrum.EitherStatus(options.Formula, counts) : Spectrum.Suspiciousness(options.Formula, counts);
        }
        return result;
    }

    private double[] Aggregate(double[] neurons) => options.Aggregation switch
    {
        BlockAggregation.Lift => [.. TopShares(neurons).Select((share, group) => share * layout.Neurons / layout.GroupSizes[group])],
        BlockAggregation.Mean => Means(neurons),
        _ => Maxima(neurons),
    };

    /// <summary>Share of the top neurons in each group. Neurons that tie at the border count in part, so that order plays no role.</summary>
    private double[] TopShares(double[] neurons)
    {
        var top = Math.Max(1, (int)Math.Round(options.TopShare * neurons.Length));
        var border = neurons.OrderDescending().ElementAt(top - 1);
        var above = neurons.Count(score => score > border);
        var atBorder = neurons.Count(score => score == border);
        var partly = (top - above) / (double)atBorder;
        var shares = new double[layout.Groups.Count];
        for (var j = 0; j < neurons.Length; j++)
            if (neurons[j] >= border) shares[layout.GroupOfNeuron[j]] += (neurons[j] > border ? 1 : partly) / top;
        return shares;
    }

    private double[] Means(double[] neurons)
    {
        var sums = new double[layout.Groups.Count];
        for (var j = 0; j < neurons.Length; j++) sums[layout.GroupOfNeuron[j]] += neurons[j];
        return [.. sums.Select((sum, group) => sum / layout.GroupSizes[group])];
    }

    private double[] Maxima(double[] neurons)
    {
        var maxima = new double[layout.Groups.Count];
        for (var j = 0; j < neurons.Length; j++) maxima[layout.GroupOfNeuron[j]] = Math.Max(maxima[layout.GroupOfNeuron[j]], neurons[j]);
        return maxima;
    }

    private double[] WithDrift(double[] suspicion, ReadOnlySpan<double> foldWeights)
    {
        if (options.DriftWeight == 0 || !layout.Layers.Any(layer => layer.IsNormalized)) return suspicion;
        var ofGroups = DriftOfGroups(foldWeights);
        var total = ofGroups.Sum();
        var weight = options.DriftWeight / (total + DriftFloor);
        return [.. suspicion.Select((share, group) => ((1 - (weight * total)) * share) + (weight * ofGroups[group]))];
    }

    // A block that stands out decides for itself. Where none does, damage is no explanation, and what a repair can gain counts: under
    // image corruptions most in early blocks. score · exp(−preference · (1 − lead / clear lead) · depth), depth from 0 to 1.
    private double[] WithPreference(double[] scores)
    {
        if (options.EarlyPreference == 0 || scores.Length < 2) return scores;
        double[] order = [.. scores.OrderDescending()];
        var lead = order[0] > 0 ? (order[0] - order[1]) / order[0] : 0;
        var strength = options.EarlyPreference * Math.Max(0, 1 - (lead / options.ClearLead));
        if (strength == 0) return scores;
        double[] preferred = [.. scores.Select((score, group) => score * Math.Exp(-strength * group / (scores.Length - 1)))];
        var total = preferred.Sum();
        return [.. preferred.Select(score => score / total)];
    }

    private double[] Drift(ReadOnlySpan<double> foldWeights)
    {
        var folds = evidence.Folds;
        var examples = 0.0;
        for (var fold = 0; fold < folds.Count; fold++) examples += foldWeights[fold] * folds.Sizes[fold];
        var (sums, squares) = evidence.Drift.Weighted(foldWeights);
        var drift = new double[layout.Neurons];
        for (var j = 0; j < drift.Length; j++)
            if (evidence.DriftCounts[j] > 0) drift[j] = NeuronDrift.Distance(sums[j], squares[j], examples * evidence.DriftCounts[j]);
        return drift;
    }

    /// <summary>Distance above the least suspicious group, as shares that sum to 1; all equal where none stands out.</summary>
    private static double[] Shares(double[] values)
    {
        var least = values.Min();
        var total = values.Sum(value => value - least);
        return [.. values.Select(value => total > 0 ? (value - least) / total : 1.0 / values.Length)];
    }
}
