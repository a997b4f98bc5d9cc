using ArchRepair.Engine.Localization;

namespace ArchRepair.Benchmarks;

/// <summary>A way to rank blocks; all get the same evidence.</summary>
/// <param name="Scores">From evidence, how often each fold counts, and a seed, to a score of each group.</param>
internal sealed record LocalizationContender(string Name, Func<NeuronEvidence, double[], ulong, double[]> Scores)
{
    private static readonly LocalizationOptions Ours = new();

    private static readonly LocalizationOptions NoPreference = Ours with { EarlyPreference = 0 };

    private static readonly LocalizationOptions NoDrift = NoPreference with { DriftWeight = 0 };

    /// <summary>How many of the main rankings are also asked with counterparts: all but those that make nothing of them.</summary>
    public const int WithCounterparts = 6;

    /// <summary>Ours with its defaults and the single signals.</summary>
    public static IReadOnlyList<LocalizationContender> Main { get; } =
    [
        By("ours (defaults)", Ours),
        By("ours without preference for early blocks", NoPreference),
        By("ours without drift and preference", NoDrift),
        new("drift only", (evidence, weights, _) => new GroupScorer(evidence, Ours).DriftOfGroups(weights)),
        By("gradient only", NoDrift with { GradientWeight = 1 }),
        By("spectrum only", NoDrift with { GradientWeight = 0, Aggregation = BlockAggregation.Lift, Combination = NeuronCombination.RankSum }),
        new("activation shift", (evidence, weights, _) => ActivationShift(evidence, weights)),
        new("random", (evidence, _, seed) => Random(evidence.Layout.Groups.Count, seed)),
    ];

    /// <summary>Options that the defaults were chosen from.</summary>
    public static IReadOnlyList<LocalizationContender> Options { get; } =
    [
        By("drift growth, weight 1", NoPreference with { DriftWeight = 1, Drift = DriftMeasure.Growth }),
        By("drift level, weight 0.7", NoPreference with { DriftWeight = 0.7 }),
        By("drift level, weight 0.5", NoPreference with { DriftWeight = 0.5 }),
        By("drift growth, weight 0.9", NoPreference with { Drift = DriftMeasure.Growth }),
        .. from preference in new[] { 1.0, 2, 3, 4 }
           from lead in new[] { 0.1, 0.15, 0.2, 0.3 }
           select By(FormattableString.Invariant($"preference {preference}, clear lead {lead}"), Ours with { EarlyPreference = preference, ClearLead = lead }),
        .. from combination in Enum.GetValues<NeuronCombination>()
           from aggregation in Enum.GetValues<BlockAggregation>()
           select By($"no drift, {combination}, {aggregation}", NoDrift with { Combination = combination, Aggregation = aggregation }),
        .. from formula in Enum.GetValues<SpectrumFormula>()
           select By($"no drift, {formula}", NoDrift with { Formula = formula }),
        .. from formula in Enum.GetValues<SpectrumFormula>()
           select By($"spectrum only, {formula}, mean", NoDrift with { Formula = formula, GradientWeight = 0, Aggregation = BlockAggregation.Mean }),
        By("spectrum only, activity alone", NoDrift with { GradientWeight = 0, CountsSilence = false, Aggregation = BlockAggregation.Lift, Combination = NeuronCombination.RankSum }),
        By("gradient only, mean", NoDrift with { GradientWeight = 1, Aggregation = BlockAggregation.Mean }),
        By("gradient only, lift", NoDrift with { GradientWeight = 1, Aggregation = BlockAggregation.Lift }),
        By("no drift, gradient weight 0.8", NoDrift with { GradientWeight = 0.8 }),
        By("no drift, gradient weight 0.3", NoDrift with { GradientWeight = 0.3 }),
    ];

    public static IReadOnlyList<LocalizationContender> All { get; } = [.. Main, .. Options];

    /// <summary>Place of the damaged group, from 1; groups that tie with it stand before it.</summary>
    public static int PlaceOf(double[] scores, int damaged) =>
        1 + Enumerable.Range(0, scores.Length).Count(group => group != damaged && scores[group] >= scores[damaged]);

    private static LocalizationContender By(string name, LocalizationOptions options) =>
        new(name, (evidence, weights, _) => new GroupScorer(evidence, options).Score(weights).Scores);

    /// <summary>Mean over a block's neurons of |mean on failures − mean on passes| / deviation on passes.</summary>
    private static double[] ActivationShift(NeuronEvidence evidence, double[] foldWeights)
    {
        var (layout, folds) = (evidence.Layout, evidence.Folds);
        double[] ofFailures = [.. foldWeights.Select((weight, fold) => fold < folds.FailureFolds ? weight : 0)];
        double[] ofPasses = [.. foldWeights.Select((weight, fold) => fold < folds.FailureFolds ? 0 : weight)];
        var (failures, passes) = (Examples(folds, ofFailures), Examples(folds, ofPasses));
        var (ofFailed, ofPassed) = (evidence.Activity.Weighted(ofFailures), evidence.Activity.Weighted(ofPasses));
        var sums = new double[layout.Groups.Count];
        for (var j = 0; j < layout.Neurons; j++)
        {
            var (failed, passed) = (ofFailed.Sums[j] / failures, ofPassed.Sums[j] / passes);
            var variance = Math.Max(0, (ofPassed.Squares[j] / passes) - (passed * passed));
            sums[layout.GroupOfNeuron[j]] += Math.Abs(failed - passed) / Math.Sqrt(variance + 1e-8) / layout.GroupSizes[layout.GroupOfNeuron[j]];
        }
        return sums;
    }

    private static double Examples(ExampleFolds folds, double[] weights) => weights.Select((weight, fold) => weight * folds.Sizes[fold]).Sum();

    private static double[] Random(int groups, ulong seed)
    {
        var random = new SplitMix(seed);
        return [.. Enumerable.Range(0, groups).Select(_ => (double)random.Below(1 << 30))];
    }
}
