using System.Globalization;
using ArchRepair.Engine.Localization;

namespace ArchRepair.Benchmarks;

/// <summary>How often the first block is the damaged one where the ranking says that it leads, and where it says that it may not.</summary>
internal sealed class LocalizationStatement
{
    private readonly List<(int Failures, bool IsAmbiguous, int Place)> entries = [];

    /// <param name="parts">Parts of the failures that count.</param>
    public void Add(int failures, FaultEvidence found, int parts)
    {
        var (evidence, weights) = found.OfParts(parts);
        var ours = new LocalizationOptions { Resamples = 50 };
        var scorer = new GroupScorer(evidence, ours);
        var scores = scorer.Score(weights);
        var intervals = ScoreIntervals.Of(scorer, scores, random => found.Evidence.Folds.Resample(random, parts), ours, found.Fault.Seed, CancellationToken.None);
        entries.Add((failures, intervals.TopIsAmbiguous, LocalizationContender.PlaceOf(scores.Scores, found.Fault.Block)));
    }

    public void Write(TextWriter output, IReadOnlyList<int> sizes)
    {
        output.WriteLine("| failures | said to lead | of these first | cannot be told apart | of these among the first two |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            var (clear, open) = (entries.Where(entry => entry.Failures == size && !entry.IsAmbiguous).ToArray(), entries.Where(entry => entry.Failures == size && entry.IsAmbiguous).ToArray());
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size} | {clear.Length} | {clear.Count(entry => entry.Place == 1)} | {open.Length} | {open.Count(entry => entry.Place <= 2)} |"));
        }
        output.WriteLine();
    }
}
