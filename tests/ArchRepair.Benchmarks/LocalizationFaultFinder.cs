using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>Finds strengths of a fault that cost about 5, 12 and 25 points of clean accuracy, and between 3 and 30 in any case.</summary>
internal sealed class LocalizationFaultFinder : IDisposable
{
    private static readonly double[] Targets = [0.05, 0.12, 0.25];

    private readonly ChainClassifier model;
    private readonly Tensor labels;
    private readonly Tensor[] inputs; // of each block, for the healthy network
    private readonly LocalizationRecalibration? recalibration;
    private readonly double healthy;
    private readonly Dictionary<(int Block, LocalizationFaultKind Kind), double[]> known = [];

    /// <param name="clean">Images on which accuracy is measured.</param>
    /// <param name="recalibration">Where given, the cost of a fault is what remains after it.</param>
    public LocalizationFaultFinder(
        ChainClassifier model, Normalization normalization, LabelledImages clean, LocalizationRecalibration? recalibration)
    {
        (this.model, this.recalibration) = (model, recalibration);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var images = normalization.Apply(ImageTensor.Pixels(clean.Pixels, clean.Height, clean.Width, CPU));
        labels = tensor(clean.Labels.Select(label => (long)label).ToArray()).DetachFromDisposeScope();
        inputs = new Tensor[model.Blocks.Count];
        inputs[0] = images.DetachFromDisposeScope();
        for (var block = 1; block < inputs.Length; block++) inputs[block] = model.ForwardBlock(inputs[block - 1], block - 1).DetachFromDisposeScope();
        healthy = Accuracy(model.Blocks.Count - 1);
    }

    /// <summary>Strengths that were found for one seed are tried first for the next: they cost about the same there.</summary>
    public IEnumerable<(LocalizationFault Fault, double Cost)> Find(int block, LocalizationFaultKind kind, ulong seed)
    {
        var tried = new List<(double Strength, double Cost)>();
        if (known.TryGetValue((block, kind), out var strengths))
            foreach (var strength in strengths) Try(block, kind, strength, seed, tried);
        else
        {
            for (var strength = 0.2; strength < 4; strength *= 2.5)
                if (Try(block, kind, strength, seed, tried) >= Targets[^1]) break;
            foreach (var target in Targets) Refine(block, kind, seed, target, tried);
        }
        (double Strength, double Cost)[] found =
        [
            .. Targets
                .Select(target => tried.Where(item => item.Cost is >= 0.03 and <= 0.30).OrderBy(item => Math.Abs(item.Cost - target)).FirstOrDefault())
                .Where(item => item.Strength > 0)
                .Distinct(),
        ];
        if (found.Length > 0) known.TryAdd((block, kind), [.. found.Select(item => item.Strength)]);
        return found.Select(item => (new LocalizationFault(block, kind, item.Strength, seed), item.Cost));
    }

    public void Dispose()
    {
        labels.Dispose();
        foreach (var input in inputs) input.Dispose();
    }

    private void Refine(int block, LocalizationFaultKind kind, ulong seed, double target, List<(double Strength, double Cost)> tried)
    {
        for (var i = 0; i < 2 && !tried.Any(item => Math.Abs(item.Cost - target) < 0.3 * target); i++)
        {
            var below = tried.Where(item => item.Cost < target).OrderByDescending(item => item.Strength).FirstOrDefault();
            var above = tried.Where(item => item.Cost >= target && item.Strength > below.Strength).OrderBy(item => item.Strength).FirstOrDefault();
            if (above.Strength == 0) return;
            // On the straight line between the two, but not at its ends.
            var share = Math.Clamp((target - below.Cost) / (above.Cost - below.Cost), 0.2, 0.8);
            Try(block, kind, below.Strength + (share * (above.Strength - below.Strength)), seed, tried);
        }
    }

    private double Try(int block, LocalizationFaultKind kind, double strength, ulong seed, List<(double Strength, double Cost)> tried)
    {
        using var damage = new LocalizationFault(block, kind, strength, seed).Inject(model);
        using var calm = recalibration?.From(block);
        var cost = healthy - Accuracy(block);
        tried.Add((strength, cost));
        return cost;
    }

    private double Accuracy(int fromBlock)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return model.ForwardSuffix(inputs[fromBlock], fromBlock).argmax(1).eq(labels).to_type(ScalarType.Float64).mean().item<double>();
    }
}
