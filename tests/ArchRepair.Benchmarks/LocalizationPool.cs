using ArchRepair.Core.Results;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// A fixed choice of images, spread over cells, from which failures and passes of a damaged network are taken. What enters each
/// block of the healthy network is kept, so that a damaged one is asked from its damaged block on.
/// </summary>
internal sealed class LocalizationPool : IDisposable
{
    private readonly ChainClassifier model;
    private readonly byte[] pixels;
    private readonly int[] labels;
    private readonly Tensor[] inputs;
    private readonly IReadOnlyList<Cell> cells;

    /// <param name="size">Images in all; each cell gives as many, one more or less.</param>
    public LocalizationPool(
        ChainClassifier model, Normalization normalization, IReadOnlyList<CellImages> cells, IReadOnlyList<int> labels, int size, ulong seed)
    {
        this.model = model;
        this.cells = [.. cells.Select(cell => cell.Cell)];
        var random = new SplitMix(seed);
        (pixels, this.labels) = (new byte[size * 3072], new int[size]);
        int[] order = [.. Enumerable.Range(0, size)];
        random.Shuffle<int>(order); // so that the first failures found come from all cells
        for (var i = 0; i < size; i++)
        {
            var cell = cells[i % cells.Count];
            var image = random.Below(cell.Count);
            cell.Read(image, 1, pixels.AsSpan(order[i] * 3072, 3072));
            this.labels[order[i]] = labels[image];
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        inputs = new Tensor[model.Blocks.Count];
        inputs[0] = normalization.Apply(ImageTensor.Pixels(pixels, 32, 32, CPU)).DetachFromDisposeScope();
        for (var block = 1; block < inputs.Length; block++) inputs[block] = model.ForwardBlock(inputs[block - 1], block - 1).DetachFromDisposeScope();
    }

    /// <summary>The first images that the network, damaged from a block on, answers wrongly and rightly; fewer where there are no more.</summary>
    public LocalizationExamples Examples(int fromBlock, int failures, int passes)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var answers = model.ForwardSuffix(inputs[fromBlock], fromBlock).argmax(1).data<long>().ToArray();
        int[] failed = [.. Enumerable.Range(0, labels.Length).Where(i => answers[i] != labels[i]).Take(failures)];
        int[] passed = [.. Enumerable.Range(0, labels.Length).Where(i => answers[i] == labels[i]).Take(passes)];
        int[] chosen = [.. failed, .. passed];
        return new LocalizationExamples(
            (byte[])[.. chosen.SelectMany(i => pixels[(i * 3072)..((i + 1) * 3072)])], 32, 32, [.. chosen.Select(i => labels[i])], failed.Length, "test images", cells);
    }

    public void Dispose()
    {
        foreach (var input in inputs) input.Dispose();
    }
}
