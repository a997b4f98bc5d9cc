using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Localization;

/// <summary>
/// One forward pass over all examples and one backward pass over the failures (over the passes too, where they are subtracted).
/// Of an activation only its mean over space is looked at, and of those only counts and moments by fold are kept.
/// </summary>
/// <remarks>Passes come first: they set the thresholds of status.</remarks>
internal sealed class EvidenceCollector : IDisposable
{
    private readonly ChainClassifier model;
    private readonly LocalizationOptions options;
    private readonly NeuronLayout layout;
    private readonly ExampleFolds folds;
    private readonly Dictionary<string, int> layerByPath;
    private readonly ActivityCollector activity;
    private readonly FoldMoments drift;
    private readonly double[] driftCounts;
    private readonly NormalizationProbe probe;
    private readonly GradientCollector ofFailures;
    private readonly GradientCollector? ofPasses;
    private readonly List<double[]> ofParts = [];
    private float[][] rows = [];
    private int firstOfBatch;

    /// <param name="folds">Failures first, adversarial counterparts behind the other failures.</param>
    public EvidenceCollector(ChainClassifier model, NeuronLayout layout, ExampleFolds folds, LocalizationOptions options)
    {
        (this.model, this.layout, this.folds, this.options) = (model, layout, folds, options);
        IReadOnlyList<NeuronLayer> layers = [.. model.Blocks.SelectMany(block => model.NeuronLayersOf(block.Index))];
        layerByPath = layers.Select((layer, index) => (layer.Path, index)).ToDictionary(pair => pair.Path, pair => pair.index, StringComparer.Ordinal);
        activity = new ActivityCollector(options, folds, layout.Neurons);
        drift = new FoldMoments(new double[folds.Count, layout.Neurons], new double[folds.Count, layout.Neurons]);
        driftCounts = new double[layout.Neurons];
        probe = new NormalizationProbe([.. layers.Select(layer => layer.Norm)], AddDrift);
        ofFailures = new GradientCollector(layers);
        if (options.SubtractsPasses) ofPasses = new GradientCollector(layers);
    }

    /// <summary>Examples whose activations wait in memory for thresholds.</summary>
    public int Waiting => activity.Waiting;

    /// <summary>Runs over all examples.</summary>
    /// <param name="batch">Gives [n,3,H,W] normalized images and [n] labels from an example on; the caller of it disposes both.</param>
    public NeuronEvidence Collect(Func<int, int, (Tensor Images, Tensor Labels)> batch, Action<long, long> progress, CancellationToken cancellation)
    {
        var total = folds.Failures + folds.Passes;
        AddPasses(batch, done => progress(done, total), cancellation);
        for (var part = 0; part < folds.Parts.Count; part++) AddPart(part, batch, done => progress(folds.Passes + done, total), cancellation);
        return Evidence();
    }

    /// <summary>Runs over the passes.</summary>
    /// <param name="progress">Is told how many passes are done.</param>
    public void AddPasses(Func<int, int, (Tensor Images, Tensor Labels)> batch, Action<long> progress, CancellationToken cancellation) =>
        Run(folds.Failures, folds.Failures + folds.Passes, ofPasses, batch, done => progress(done - folds.Failures), cancellation);

    /// <summary>Runs over one part of the failures, once the passes are done, parts in order.</summary>
    /// <param name="progress">Is told how many failures are done, those of earlier parts included.</param>
    public void AddPart(int part, Func<int, int, (Tensor Images, Tensor Labels)> batch, Action<long> progress, CancellationToken cancellation)
    {
        var from = folds.Parts.Take(part).Sum();
        Run(from, from + folds.Parts[part], ofFailures, batch, progress, cancellation);
        if (folds.Parts.Count > 1) ofParts.Add(Rounded(ofFailures.EndPart()));
    }

    /// <summary>What was seen so far.</summary>
    public NeuronEvidence Evidence()
    {
        var gradients = ofFailures.Relative();
        if (ofPasses?.Relative() is { } passes)
            for (var j = 0; j < gradients.Length; j++) gradients[j] -= passes[j];
        return new NeuronEvidence(
            layout, folds, activity.Active, new FoldMoments(activity.Sums, activity.Squares), drift, driftCounts, Rounded(gradients))
        {
            GradientsOfParts = ofParts.Count > 0 ? ofParts : [Rounded(gradients)],
        };
    }

    public void Dispose()
    {
        probe.Dispose();
        ofFailures.Dispose();
        ofPasses?.Dispose();
    }

    private static double[] Rounded(double[] gradients) => [.. gradients.Select(UnitRanks.Rounded)];

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
            rows = [.. Enumerable.Range(0, count).Select(_ => new float[layout.Neurons])];
            var (images, labels) = batch(firstOfBatch, count);
            var logits = model.ForwardObserved(images, AddActivity);
            for (var i = 0; i < count; i++) activity.Add(firstOfBatch + i, rows[i]);
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
        for (var i = 0; i < means.Length / slot.Count; i++) means.AsSpan(i * slot.Count, slot.Count).CopyTo(rows[i].AsSpan(slot.Offset));
    }

    private void AddDrift(int layer, double[] sums, double[] squares, long places)
    {
        var slot = layout.Layers[layer];
        for (var i = 0; i < sums.Length; i++)
        {
            var (fold, neuron) = (folds.FoldOf(firstOfBatch + (i / slot.Count)), slot.Offset + (i % slot.Count));
            drift.Sums[fold, neuron] += sums[i];
            drift.Squares[fold, neuron] += squares[i];
            driftCounts[neuron] = places;
        }
    }
}
