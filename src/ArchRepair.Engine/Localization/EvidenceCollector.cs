using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Localization;

/// <summary>
/// One forward pass over all examples and one backward pass over the failures (over the passes too, where they are subtracted).
/// Of an activation only its mean over space is kept, one number for each example and neuron.
/// </summary>
internal sealed class EvidenceCollector : IDisposable
{
    private readonly ChainClassifier model;
    private readonly LocalizationOptions options;
    private readonly NeuronLayout layout;
    private readonly ExampleFolds folds;
    private readonly IReadOnlyList<NeuronLayer> layers;
    private readonly Dictionary<string, int> layerByPath;
    private readonly float[][] activity;
    private readonly double[,] driftSums;
    private readonly double[,] driftSquares;
    private readonly double[] driftCounts;
    private readonly NormalizationProbe probe;
    private int firstOfBatch;

    /// <param name="folds">Failures first, adversarial counterparts behind the other failures.</param>
    public EvidenceCollector(ChainClassifier model, NeuronLayout layout, ExampleFolds folds, LocalizationOptions options)
    {
        (this.model, this.layout, this.folds, this.options) = (model, layout, folds, options);
        layers = [.. model.Blocks.SelectMany(block => model.NeuronLayersOf(block.Index))];
        layerByPath = layers.Select((layer, index) => (layer.Path, index)).ToDictionary(pair => pair.Path, pair => pair.index, StringComparer.Ordinal);
        activity = new float[folds.Failures + folds.Passes][];
        for (var i = 0; i < activity.Length; i++) activity[i] = new float[layout.Neurons];
        driftSums = new double[folds.Count, layout.Neurons];
        driftSquares = new double[folds.Count, layout.Neurons];
        driftCounts = new double[layout.Neurons];
        probe = new NormalizationProbe([.. layers.Select(layer => layer.Norm)], AddDrift);
    }

    /// <summary>Mean activations, [examples][J], failures first.</summary>
    public IReadOnlyList<float[]> Activity => activity;

    /// <summary>Runs over all examples.</summary>
    /// <param name="batch">Gives [n,3,H,W] normalized images and [n] labels from an example on; the caller of it disposes both.</param>
    public NeuronEvidence Collect(Func<int, int, (Tensor Images, Tensor Labels)> batch, Action<long, long> progress, CancellationToken cancellation)
    {
        var total = folds.Failures + folds.Passes;
        double[] ofFailures;
        using (var collector = new GradientCollector(layers))
        {
            Run(0, folds.Failures, collector, batch, done => progress(done, total), cancellation);
            ofFailures = collector.Relative();
        }
        if (options.SubtractsPasses)
        {
            using var collector = new GradientCollector(layers);
            Run(folds.Failures, total, collector, batch, done => progress(done, total), cancellation);
            var ofPasses = collector.Relative();
            for (var j = 0; j < ofFailures.Length; j++) ofFailures[j] -= ofPasses[j];
        }
        else Run(folds.Failures, total, null, batch, done => progress(done, total), cancellation);
        return new NeuronEvidence(
            layout, folds, ActiveByFold(), driftSums, driftSquares, driftCounts, [.. ofFailures.Select(UnitRanks.Rounded)]);
    }

    public void Dispose() => probe.Dispose();

    private void Run(
        int from, int to, GradientCollector? collector, Func<int, int, (Tensor Images, Tensor Labels)> batch, Action<long> progress,
        CancellationToken cancellation)
    {
        for (firstOfBatch = from; firstOfBatch < to; firstOfBatch += options.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var mode = set_grad_enabled(collector is not null);
            var count = Math.Min(options.BatchSize, to - firstOfBatch);
            var (images, labels) = batch(firstOfBatch, count);
            var logits = model.ForwardObserved(images, AddActivity);
            collector?.Add(logits, labels);
            progress(firstOfBatch + count);
        }
    }

    private void AddActivity(string path, Tensor activation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var slot = layout.Layers[layerByPath[path]];
        var values = activation.detach();
        var means = (values.dim() == 4 ? values.mean([2, 3]) : values).to_type(ScalarType.Float32).contiguous().cpu().data<float>().ToArray(); // [N,C]
        for (var i = 0; i < means.Length / slot.Count; i++)
            means.AsSpan(i * slot.Count, slot.Count).CopyTo(activity[firstOfBatch + i].AsSpan(slot.Offset));
    }

    private void AddDrift(int layer, double[] sums, double[] squares, long places)
    {
        var slot = layout.Layers[layer];
        for (var i = 0; i < sums.Length; i++)
        {
            var (fold, neuron) = (folds.FoldOf(firstOfBatch + (i / slot.Count)), slot.Offset + (i % slot.Count));
            driftSums[fold, neuron] += sums[i];
            driftSquares[fold, neuron] += squares[i];
            driftCounts[neuron] = places;
        }
    }

    private int[,] ActiveByFold()
    {
        var thresholds = StatusThresholds.Of(options, activity, folds.Failures);
        var active = new int[folds.Count, layout.Neurons];
        for (var example = 0; example < activity.Length; example++)
            for (var j = 0; j < layout.Neurons; j++)
                if (activity[example][j] > thresholds[j]) active[folds.FoldOf(example), j]++;
        return active;
    }
}
