using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;

namespace ArchRepair.Engine.Localization;

/// <summary>Finds failing and passing examples among the images of failing cells.</summary>
public static class ExampleSelector
{
    // Fewer make a predictor slow, more read a cell further than its share of the examples needs.
    private const int LeastChunk = 8;
    private const int MostChunk = 64;

    /// <summary>
    /// Takes wrongly and rightly answered images of the cells, spread evenly over the cells, and stops reading as soon as there are
    /// enough of both.
    /// </summary>
    /// <param name="cells">Failing cells, with images made or read when asked for.</param>
    /// <param name="labels">True class of each base image, the same for all cells.</param>
    /// <param name="height">Pixels of every image.</param>
    /// <param name="width">Pixels of every image.</param>
    /// <param name="predictor">Of the model to localize in.</param>
    /// <param name="request">How many of each, and which images these are.</param>
    /// <returns>Failures first; fewer than asked for where there are no more, which may leave none.</returns>
    /// <exception cref="ArgumentException">There is no cell, or a cell has more images than labels.</exception>
    public static LocalizationExamples Select(
        IReadOnlyList<CellImages> cells, IReadOnlyList<int> labels, int height, int width, Predictor predictor, ExampleRequest request,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(request);
        if (cells.Count == 0) throw new ArgumentException("Examples need at least one cell.", nameof(cells));
        if (cells.FirstOrDefault(cell => cell.Count > labels.Count) is { } tooMany)
            throw new ArgumentException($"{tooMany.Cell} has {tooMany.Count} images, but there are {labels.Count} labels.", nameof(cells));
        var random = new SplitMix(request.Seed);
        var shuffled = cells.ToArray();
        random.Shuffle<CellImages>(shuffled);
        var size = Math.Clamp(4 * (request.Failures + request.Passes) / cells.Count, LeastChunk, MostChunk);
        var chunks = Enumerable.Range(0, (shuffled.Max(cell => cell.Count) + size - 1) / size).ToArray();
        random.Shuffle<int>(chunks);
        var found = new FoundExamples(request, height * width * 3);
        for (var round = 0; round < chunks.Length && !found.IsComplete; round++)
        {
            found.BeginRound(cells.Count);
            for (var i = 0; i < shuffled.Length && !found.IsComplete; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                // Each cell starts elsewhere, so that the base images differ between cells.
                ReadChunk(shuffled[i], chunks[(round + i) % chunks.Length] * size, size, labels, predictor, found);
            }
        }
        return found.ToExamples(height, width, [.. cells.Select(cell => cell.Cell)]);
    }

    private static void ReadChunk(CellImages cell, int start, int size, IReadOnlyList<int> labels, Predictor predictor, FoundExamples found)
    {
        var count = Math.Min(size, cell.Count - start);
        if (count <= 0) return;
        var pixels = new byte[count * found.ImageBytes];
        cell.Read(start, count, pixels);
        var classes = new ushort[count];
        predictor.Predict(pixels, count, classes, new float[count]);
        found.BeginCell(cell.Cell);
        for (var i = 0; i < count; i++)
            found.Offer(pixels.AsSpan(i * found.ImageBytes, found.ImageBytes), labels[start + i], classes[i] != labels[start + i]);
    }
}
