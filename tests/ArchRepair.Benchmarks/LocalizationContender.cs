using ArchRepair.Engine.Localization;

namespace ArchRepair.Benchmarks;

/// <summary>A way to rank blocks; all get the same evidence.</summary>
/// <param name="Scores">From evidence, mean activations [examples][J] with failures first, and a seed, to a score of each group.</param>
internal sealed record LocalizationContender(string Name, Func<NeuronEvidence, IReadOnlyList<float[]>, ulong, double[]> Scores)
{
    private static readonly LocalizationOptions Ours = new();

    private static readonly LocalizationOptions NoDrift = Ours with { DriftWeight = 0 };

    /// <summary>Ours with its defaults and the single signals.</summary>
    public static IReadOnlyList<LocalizationContender> Main { get; } =
    [
        By("ours (defaults)", Ours),
        By("ours without drift", NoDrift),
        By("gradient only", NoDrift with { GradientWeight = 1 }),
        By("spectrum only", NoDrift with { GradientWeight = 0, Aggregation = BlockAggregation.Lift, Combination = NeuronCombination.RankSum }),
        new("activation shift", (evidence, activity, _) => ActivationShift(evidence, activity)),
        new("random", (evidence, _, seed) => Random(evidence.Layout.Groups.Count, seed)),
    ];

    /// <summary>Options that the defaults were chosen from.</summary>
    public static IReadOnlyList<LocalizationContender> Options { get; } =
    [
        By("drift only, level", Ours with { DriftWeight = 1 }),
        By("drift only, growth", Ours with { DriftWeight = 1, Drift = DriftMeasure.Growth }),
        By("drift level, weight 0.7", Ours with { DriftWeight = 0.7 }),
        By("drift level, weight 0.5", Ours with { DriftWeight = 0.5 }),
        By("drift growth, weight 0.9", Ours with { Drift = DriftMeasure.Growth }),
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

    /// <summary>Place of the damaged group, from 1; groups that tie with it stand before it.</summary>
    public static int PlaceOf(double[] scores, int damaged) =>
        1 + Enumerable.Range(0, scores.Length).Count(group => group != damaged && scores[group] >= scores[damaged]);

    private static LocalizationContender By(string name, LocalizationOptions options) =>
        new(name, (evidence, _, _) => new GroupScorer(evidence, options).Score(evidence.Folds.UnitWeights()).Scores);

    /// <summary>Mean over a block's neurons of |mean on failures − mean on passes| / deviation on passes.</summary>
    private static double[] ActivationShift(NeuronEvidence evidence, IReadOnlyList<float[]> activity)
    {
        var layout = evidence.Layout;
        var (failures, passes) = (activity.Take(evidence.Folds.Failures).ToArray(), activity.Skip(evidence.Folds.Failures).ToArray());
        var sums = new double[layout.Groups.Count];
        for (var j = 0; j < layout.Neurons; j++)
        {
            var (failed, passed) = (failures.Average(row => row[j]), passes.Average(row => row[j]));
            var variance = passes.Average(row => (row[j] - passed) * (row[j] - passed));
            sums[layout.GroupOfNeuron[j]] += Math.Abs(failed - passed) / Math.Sqrt(variance + 1e-8) / layout.GroupSizes[layout.GroupOfNeuron[j]];
        }
        return sums;
    }

    private static double[] Random(int groups, ulong seed)
    {
        var random = new SplitMix(seed);
        return [.. Enumerable.Range(0, groups).Select(_ => (double)random.Below(1 << 30))];
    }
}
