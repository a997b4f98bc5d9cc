using System.Collections.Concurrent;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>Right answers of one network: of each clean image, and of each corrupted image in each cell.</summary>
internal sealed record ComparisonAnswers(bool[] Clean, IReadOnlyList<(Cell Cell, bool[] Right)> Cells)
{
    public double CleanAccuracy => Clean.Average(right => right ? 1.0 : 0);

    /// <summary>Mean over cells of chosen corruptions; NaN where there are none.</summary>
    public double Corrupted(Func<string, bool> isChosen) => Cells.Where(cell => isChosen(cell.Cell.Corruption))
        .Select(cell => cell.Right.Average(right => right ? 1.0 : 0)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>For each corrupted image the number of cells in which it is right.</summary>
    public int[] CellsRight => [.. Enumerable.Range(0, Cells[0].Right.Length).Select(image => Cells.Count(cell => cell.Right[image]))];

    /// <summary>Clean images, and images over all cells, that <paramref name="before"/> got right and this one does not.</summary>
    public (int Clean, int Corrupted) LostFrom(ComparisonAnswers before) => (
        Clean.Zip(before.Clean).Count(pair => pair.Second && !pair.First),
        Cells.Zip(before.Cells).Sum(pair => pair.First.Right.Zip(pair.Second.Right).Count(image => image.Second && !image.First)));

    /// <summary>Share of right answers in [0,1].</summary>
    public static double Accuracy(ChainClassifier model, RepairPart part, int threads)
    {
        model.eval();
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions { Threads = threads, Screen = true });
        return Right(predictor, part.Pixels, part.Labels, threads).Average(right => right ? 1.0 : 0);
    }

    /// <summary>Which images are answered as expected.</summary>
    public static bool[] Right(Predictor predictor, ReadOnlyMemory<byte> pixels, IReadOnlyList<int> expected, int threads)
    {
        const int batch = 100;
        var right = new bool[expected.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.ForEach(Partitioner.Create(0, right.Length, batch), options, range =>
        {
            var count = range.Item2 - range.Item1;
            var classes = new ushort[count];
            predictor.Predict(
                pixels.Span.Slice(range.Item1 * ComparisonData.ImageBytes, count * ComparisonData.ImageBytes), count, classes, new float[count]);
            for (var i = 0; i < count; i++) right[range.Item1 + i] = classes[i] == expected[range.Item1 + i];
        });
        return right;
    }
}
