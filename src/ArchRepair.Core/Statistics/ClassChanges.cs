using ArchRepair.Core.Results;

namespace ArchRepair.Core.Statistics;

/// <summary>Splits a change by class: a mean that stands still may hide a class that fell.</summary>
public static class ClassChanges
{
    /// <param name="cells">One or more cells.</param>
    /// <param name="labels">The true class of each image, in [0, <paramref name="classes"/>).</param>
    /// <param name="classes">Number of classes; ≥ 1.</param>
    /// <returns>One entry for each class that has an image in a cell, in order of class.</returns>
    /// <exception cref="ArgumentException">A cell does not fit the images, or a label the classes.</exception>
    public static IReadOnlyList<ClassChange> Of(IReadOnlyList<CellPair> cells, ReadOnlySpan<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        foreach (var cell in cells)
        {
            if (cell.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(cells));
            if (cell.Images > labels.Length) throw new ArgumentException($"A cell has {cell.Images} images for {labels.Length} labels.", nameof(cells));
        }
        var members = Members(labels, classes);
        var result = new List<ClassChange>();
        for (var k = 0; k < classes; k++)
        {
            // A short cell has the first images of all, hence the first images of each class.
            var parts = cells.Select(cell => Part(cell, members[k])).Where(part => part.Images > 0).ToArray();
            if (parts.Length > 0) result.Add(Of(k, parts));
        }
        return result;
    }

    private static ClassChange Of(int k, CellPair[] parts)
    {
        var counts = parts.Select(part => PairedCounts.Of(part.Before, part.After)).Aggregate(Add);
        var change = MeanTest.Estimate(ImageEffects.Of(parts));
        return new ClassChange(k, change.Images, parts.Average(part => Rate(part.Before)), parts.Average(part => Rate(part.After)), counts, change);
    }

    private static int[][] Members(ReadOnlySpan<int> labels, int classes)
    {
        var members = new List<int>[classes];
        for (var k = 0; k < classes; k++) members[k] = [];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes) throw new ArgumentException($"Image {i} has the label {labels[i]}, which is not in [0, {classes}).", nameof(labels));
            members[labels[i]].Add(i);
        }
        return [.. members.Select(images => images.ToArray())];
    }

    private static CellPair Part(CellPair cell, int[] members)
    {
        ReadOnlySpan<int> present = [.. members.TakeWhile(image => image < cell.Images)];
        return new CellPair(cell.Before.Select(present), cell.After.Select(present));
    }

    private static double Rate(BitSet right) => (double)right.Count / right.Length;

    private static PairedCounts Add(PairedCounts a, PairedCounts b) =>
        new(a.Both + b.Both, a.Lost + b.Lost, a.Gained + b.Gained, a.Neither + b.Neither);
}
