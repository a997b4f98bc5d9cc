using ArchRepair.Core.Results;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>Images and all their corrupted cells in memory, made by our own corruptions, and what networks answer to them.</summary>
internal sealed class ComparisonCells
{
    private const ulong Seed = 20_25;
    private readonly RepairPart clean;
    private readonly int[] labels;
    private readonly int threads;
    private readonly (Cell Cell, byte[] Pixels)[] cells;

    /// <param name="clean">All images for clean accuracy; the first ones are corrupted.</param>
    /// <param name="corrupted">How many are.</param>
    /// <param name="severities">Of every standard corruption.</param>
    /// <param name="threads">For corrupting and for answering.</param>
    public ComparisonCells(RepairPart clean, int corrupted, IReadOnlyList<int> severities, int threads)
    {
        (this.clean, this.threads) = (clean, threads);
        labels = [.. clean.Labels.Take(corrupted)];
        var size = new ImageSize(ComparisonData.Side, ComparisonData.Side);
        cells = [.. CorruptionCatalog.Default.Standard.SelectMany(corruption => severities.Select(severity =>
        {
            var pixels = new byte[corrupted * ComparisonData.ImageBytes];
            CorruptedImages.Fill(corruption, severity, Seed, 0, clean.Pixels.Span[..pixels.Length], pixels, size, threads);
            return (new Cell(corruption.Name, severity), pixels);
        }))];
    }

    /// <summary>Which images a network gets right.</summary>
    public ComparisonAnswers Ask(ChainClassifier model)
    {
        model.eval();
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions { Threads = threads, Screen = true });
        var right = ComparisonAnswers.Right(predictor, clean.Pixels, clean.Labels, threads);
        return new(right, [.. cells.Select(cell => (cell.Cell, ComparisonAnswers.Right(predictor, cell.Pixels, labels, threads)))]);
    }
}
