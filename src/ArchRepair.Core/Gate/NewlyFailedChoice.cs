using ArchRepair.Core.Results;

namespace ArchRepair.Core.Gate;

/// <summary>
/// Chooses which newly failed images a reviewer gets to see. Corruptions take turns, each with its mildest cell first, as a person
/// sees best what is lost where the image is damaged least; a base image is shown once.
/// </summary>
public static class NewlyFailedChoice
{
    /// <param name="reference">The baseline; measured on the same images.</param>
    /// <param name="candidate">The checked model, with its answers.</param>
    /// <param name="most">Images wanted; ≥ 1.</param>
    /// <returns>The same for the same evaluations; empty when nothing was lost.</returns>
    public static IReadOnlyList<NewlyFailedImage> Of(Evaluation reference, Evaluation candidate, int most)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var queues = candidate.Cells
            .Select(after => (After: after, Lost: Lost(reference.Find(after.Cell), after)))
            .GroupBy(pair => pair.After.Cell.Corruption, StringComparer.Ordinal)
            .Select(group => new Queue<NewlyFailedImage>(group.OrderBy(pair => pair.After.Cell.Severity)
                .SelectMany(pair => pair.Lost.Where(image => image < candidate.Labels.Length).Select(image => new NewlyFailedImage(pair.After.Cell, image, candidate.Labels[image], pair.After.Predicted?[image])))))
            .ToArray();
        var chosen = new List<NewlyFailedImage>();
        var shown = new HashSet<int>();
        while (chosen.Count < most && queues.Any(queue => queue.Count > 0))
            foreach (var queue in queues)
                if (chosen.Count < most && Next(queue, shown) is { } image) chosen.Add(image);
        return chosen;
    }

    private static IEnumerable<int> Lost(CellOutcome? before, CellOutcome after)
    {
        if (before is null || before.Images != after.Images) yield break;
        var lost = before.Correct.AndNot(after.Correct);
        for (var image = 0; image < lost.Length; image++)
            if (lost[image]) yield return image;
    }

    private static NewlyFailedImage? Next(Queue<NewlyFailedImage> queue, HashSet<int> shown)
    {
        while (queue.TryDequeue(out var image))
            if (shown.Add(image.Image)) return image;
        return null;
    }
}
