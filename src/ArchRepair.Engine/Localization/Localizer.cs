using System.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Localization;

/// <summary>Ranks the blocks of a network by how much they have to do with its failures.</summary>
public static class Localizer
{
    /// <summary>
    /// Adversarial-aware spectrum analysis after ArchRepair (Qi et al. 2023): neurons' status in the forward pass, weights'
    /// gradients in the backward pass, and what each block adds to the drift from the statistics recorded in training.
    /// </summary>
    /// <param name="model">Is left as it is: mode, weights and gradients. Its head shows no neurons and is not ranked.</param>
    /// <param name="examples">At least one failure. Passes make it much better; about as many as failures, or a hundred.</param>
    /// <param name="seed">Of the resamples behind intervals. The ranking itself has no randomness.</param>
    /// <param name="progress">Is told the images done, and of how many.</param>
    /// <returns>All blocks that show neurons, the most suspicious first; scores are shares of suspicion and sum to 1.</returns>
    /// <exception cref="ArgumentException">Options or examples are unusable (every reason is named), or no block shows neurons.</exception>
    public static BlockRanking Rank(
        ChainClassifier model, Normalization normalization, LocalizationExamples examples, LocalizationOptions options, ulong seed,
        Action<long, long> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(options);
        var classes = model.Specification.Classes;
        string[] problems =
        [
            .. options.Problems(), .. examples.Problems(),
            .. examples.Labels.Where(label => label >= classes).Take(1).Select(label => $"label {label} is none of the model's {classes} classes."),
        ];
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems));
        var clock = Stopwatch.StartNew();
        using var mode = new EvaluationMode(model);
        var grouped = examples.ByCorruption();
        var layout = NeuronLayout.Of(model, options.Level);
        var batches = new ExampleBatches(model, normalization, grouped, options);
        batches.AddCounterparts(cancellation);
        var corruptions = CorruptionsOf(grouped);
        var folds = ExampleFolds.InParts(
            [.. corruptions.Select(corruption => corruption.Failures), .. batches.Counterparts > 0 ? new[] { batches.Counterparts } : []], examples.Passes);
        using var collector = new EvidenceCollector(model, layout, folds, options);
        var evidence = collector.Collect(batches.Read, progress, cancellation);
        var scorer = new GroupScorer(evidence, options);
        var scores = scorer.Score(folds.UnitWeights());
        var intervals = ScoreIntervals.Of(scorer, scores, folds, options, seed, cancellation);
        var order = scores.Order();
        return new BlockRanking(
            [.. order.Select(group => Describe(layout, scores, intervals, group))],
            examples.Failures, examples.Passes, batches.Counterparts, options.Describe(), examples.Description, examples.Cells,
            intervals.TopIsAmbiguous, clock.Elapsed.TotalSeconds,
            examples.Origins is null ? null : [.. corruptions.Select((corruption, part) => Describe(corruption, part, evidence, options, order))]);
    }

    private static IReadOnlyList<(string Name, int Failures)> CorruptionsOf(LocalizationExamples examples) => examples.Origins is null
        ? [("", examples.Failures)]
        : [.. examples.Origins.Take(examples.Failures).GroupBy(cell => cell.Corruption, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))];

    private static BlockScore Describe(NeuronLayout layout, GroupScores scores, ScoreIntervals intervals, int group) => new(
        layout.Groups[group].Path, scores.Scores[group], scores.Spectrum[group], scores.Gradient[group], scores.TopShare[group],
        layout.GroupSizes[group], intervals.Intervals[group], layout.Groups[group].IsReplaceable, group);

    // The same scores from the failures of one corruption alone, against all passes.
    private static CorruptionScores Describe(
        (string Name, int Failures) corruption, int part, NeuronEvidence evidence, LocalizationOptions options, int[] order)
    {
        var scores = new GroupScorer(evidence with { Gradients = evidence.GradientsOfParts[part] }, options).Score(evidence.Folds.WeightsOf(part)).Scores;
        return new CorruptionScores(corruption.Name, corruption.Failures, [.. order.Select(group => scores[group])]);
    }
}
