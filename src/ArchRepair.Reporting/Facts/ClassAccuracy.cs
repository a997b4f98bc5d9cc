using ArchRepair.Core.Results;

namespace ArchRepair.Reporting.Facts;

/// <summary>How one class fares.</summary>
/// <param name="CleanImages">Clean images of the class.</param>
/// <param name="CleanRight">Of them, answered right.</param>
/// <param name="CorruptedAnswers">Answers to corrupted images of the class, over all cells.</param>
/// <param name="CorruptedRight">Of them, right.</param>
/// <param name="CandidateRight">The same of a repair's candidate; null without one.</param>
/// <param name="Confusion">Class most often answered instead under corruption; null where predictions were not kept or all are right.</param>
/// <param name="ConfusionCount">How often.</param>
internal sealed record ClassAccuracy(
    int Class, int CleanImages, int CleanRight, int CorruptedAnswers, int CorruptedRight, int? CandidateRight, int? Confusion, int ConfusionCount)
{
    public double Clean => CleanImages == 0 ? double.NaN : (double)CleanRight / CleanImages;

    public double Corrupted => CorruptedAnswers == 0 ? double.NaN : (double)CorruptedRight / CorruptedAnswers;

    public double Candidate => CorruptedAnswers == 0 || CandidateRight is null ? double.NaN : (double)CandidateRight.Value / CorruptedAnswers;

    /// <summary>One entry per class index that occurs among the labels or has a name, in index order.</summary>
    public static IReadOnlyList<ClassAccuracy> Of(Evaluation evaluation, Evaluation? candidate)
    {
        var labels = evaluation.Labels.AsSpan();
        var classes = evaluation.Model.Classes.Count;
        foreach (var label in labels) classes = Math.Max(classes, label + 1);
        var clean = Tally.Of(labels, evaluation.Cells.Where(outcome => outcome.Cell.IsClean), classes);
        var corrupted = Tally.Of(labels, evaluation.Corrupted, classes);
        var after = candidate is null ? null : Tally.Of(labels, candidate.Corrupted, classes);
        return
        [
            .. Enumerable.Range(0, classes).Select(index =>
            {
                var (confusion, count) = corrupted.MostConfused(index);
                return new ClassAccuracy(
                    index, clean.Answers[index], clean.Right[index], corrupted.Answers[index], corrupted.Right[index], after?.Right[index], confusion, count);
            }),
        ];
    }

    private sealed class Tally(int classes)
    {
        private readonly Dictionary<int, Dictionary<int, int>> confusions = [];

        public int[] Answers { get; } = new int[classes];

        public int[] Right { get; } = new int[classes];

        public static Tally Of(ReadOnlySpan<ushort> labels, IEnumerable<CellOutcome> outcomes, int classes)
        {
            var tally = new Tally(classes);
            foreach (var outcome in outcomes)
            {
                for (var i = 0; i < Math.Min(outcome.Images, labels.Length); i++) tally.Add(labels[i], outcome.Correct[i], outcome.Predicted, i);
            }

            return tally;
        }

        public (int? Class, int Count) MostConfused(int label)
        {
            if (!confusions.TryGetValue(label, out var counts)) return (null, 0);
            var most = counts.MaxBy(pair => (pair.Value, -pair.Key));
            return (most.Key, most.Value);
        }

        private void Add(int label, bool isRight, ClassSequence? predicted, int image)
        {
            Answers[label]++;
            if (isRight)
            {
                Right[label]++;
            }
            else if (predicted is not null && image < predicted.Length)
            {
                if (!confusions.TryGetValue(label, out var counts)) confusions[label] = counts = [];
                counts[predicted[image]] = counts.GetValueOrDefault(predicted[image]) + 1;
            }
        }
    }
}
