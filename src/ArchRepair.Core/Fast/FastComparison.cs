using ArchRepair.Core.Results;

namespace ArchRepair.Core.Fast;

/// <summary>Compares part of the images, taken in random order, with the same part of a baseline.</summary>
public static class FastComparison
{
    /// <summary>Why a baseline cannot be compared with what is about to be measured, each as a sentence; empty when it can.</summary>
    /// <param name="labelsHash">Hash of the labels now.</param>
    /// <param name="cells">All cells now, the clean one included, with their numbers of images.</param>
    public static IReadOnlyList<string> Differences(Evaluation baseline, string labelsHash, string preprocessing, IReadOnlyList<(Cell Cell, int Images)> cells)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(cells);
        var differences = new List<string>();
        if (baseline.Data.LabelsHash != labelsHash) differences.Add($"labels: hash {baseline.Data.LabelsHash} then, {labelsHash} now.");
        if (baseline.Data.Preprocessing != preprocessing) differences.Add($"preprocessing: '{baseline.Data.Preprocessing}' then, '{preprocessing}' now.");
        foreach (var (cell, images) in cells)
        {
            if (baseline.Find(cell) is not { } before) differences.Add($"cell {cell}: measured now, not recorded then.");
            else if (before.Images != images) differences.Add($"cell {cell}: {before.Images} images then, {images} now.");
        }

        foreach (var before in baseline.Cells)
            if (!cells.Any(pair => pair.Cell == before.Cell)) differences.Add($"cell {before.Cell}: recorded then, not measured now.");
        return differences;
    }

    /// <summary>
    /// The baseline's answers to the images that <paramref name="candidate"/> has, in its order. Its pixels were compared while they
    /// were measured, by <see cref="Evaluation.Marks"/>, so that the candidate's hashes stand for both.
    /// </summary>
    /// <param name="candidate">A fast evaluation: labels and clean row in the order of <see cref="ImageOrder"/>, corrupted rows up to the last image seen.</param>
    /// <param name="record">The candidate's.</param>
    public static Evaluation Restrict(Evaluation baseline, Evaluation candidate, FastRecord record)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(record);
        var order = FullOrder(record.Seed, record.Images, candidate.Labels.Length);
        return baseline with
        {
            Data = candidate.Data,
            Labels = candidate.Labels,
            Marks = null,
            Cells = [.. candidate.Cells.Select(after => after with
            {
                Correct = baseline.Find(after.Cell)!.Correct.Select(order.AsSpan(0, after.Images)),
                Predicted = null,
            })],
        };
    }

    /// <summary>The order of all clean images: those that have corrupted versions in random order, then the others as they are.</summary>
    public static int[] FullOrder(ulong seed, int corruptedImages, int cleanImages) =>
        [.. ImageOrder.Of(seed, corruptedImages), .. Enumerable.Range(corruptedImages, cleanImages - corruptedImages)];
}
