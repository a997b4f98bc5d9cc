using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Oracle: under a real corruption every block of a healthy network is repaired with the same small budget, and each ranking is
/// asked how much of the best block's gain its first block gives. Usage: <c>oracle --data DATA [--model resnet20] [--severity 4]
/// [--steps 40] [--fit 2000] [--test 1000] [--corruptions a,b] [--seed 1] [--threads 2] [--gains FILE] [--options]</c>.
/// </summary>
/// <remarks>Fit images are training images, examples for rankings other training images, gains are measured on test images.</remarks>
internal sealed class OracleBenchmark : IDisposable
{
    private const int Examples = 100;
    private const int ExampleImages = 2000;

    private readonly RepairBenchmarkOptions options;
    private readonly LocalizationModel model;
    private readonly LabelledImages fit;
    private readonly LabelledImages choose;
    private readonly LabelledImages test;
    private readonly OracleGains gains;
    private readonly int severity;
    private readonly ulong seed;

    private OracleBenchmark(RepairBenchmarkOptions options)
    {
        this.options = options;
        var data = options.Text("data", Environment.GetEnvironmentVariable("ARCHREPAIR_DATA") ?? "../shared/data");
        var source = new ImageSetSource("cifar10", Path.Combine(data, "cifar10"));
        using var training = ImageSets.OpenClean(source, "data.train", DataPart.Train);
        using var testing = ImageSets.OpenClean(source, "data.test", DataPart.Test);
        var count = options.Integer("fit", 2000);
        var images = ImageSets.ReadAll(training, count + ExampleImages);
        fit = images.Pick([.. Enumerable.Range(0, count)]);
        choose = images.Pick([.. Enumerable.Range(count, ExampleImages)]);
        test = ImageSets.ReadAll(testing, options.Integer("test", 1000));
        model = LocalizationModel.Load(data, options.Text("model", "resnet20"), testing.ClassNames);
        gains = new OracleGains(options.Text("gains", ""));
        (severity, seed) = (options.Integer("severity", 4), (ulong)options.Integer("seed", 1));
    }

    public static int Run(string[] args)
    {
        var options = new RepairBenchmarkOptions(args);
        NativeBackend.Load(new NativeBackendOptions { Threads = options.Integer("threads", 2) });
        using var benchmark = new OracleBenchmark(options);
        benchmark.Measure();
        return 0;
    }

    public void Dispose() => model.Dispose();

    private void Measure()
    {
        var names = options.Text("corruptions", string.Join(',', CorruptionNames.Standard)).Split(',');
        var table = new OracleTable([.. model.Network.Blocks.Where(block => block.IsReplaceable).Select(block => block.Path)]);
        foreach (var name in names)
        {
            var measured = gains.Of($"{model.Architecture}/{name}/{severity}/{options.Integer("steps", 40)}/{fit.Count}/{test.Count}/{seed}", () => Repair(name));
            var (evidence, weights) = Evidence(name);
            foreach (var contender in Contenders)
                table.Add(name, contender.Name, contender.Scores(evidence, weights, seed), measured);
            table.Add(name, "first block", [.. measured.Select((_, index) => -(double)index)], measured);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name}: gains in points {string.Join(" ", measured.Select(gain => $"{100 * gain:f1}"))}"));
        }
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Architecture}, severity {severity}, {options.Integer("steps", 40)} steps of 64 images on one block's weights, {fit.Count} fit images, gains on {test.Count} test images, {Examples} failures"));
        table.Write(Console.Out);
    }

    private IEnumerable<LocalizationContender> Contenders =>
        (options.Has("options") ? LocalizationContender.All : LocalizationContender.Main).Where(contender => contender.Name != "random");

    private IReadOnlyList<double> Repair(string name) =>
        new OracleRepair(model.Network, model.Normalization, fit, Corrupted(name, fit, 1), Corrupted(name, test, 2)).Gains(options.Integer("steps", 40), seed);

    private LabelledImages Corrupted(string name, LabelledImages images, ulong part)
    {
        var pixels = new byte[images.Pixels.Length];
        CorruptedImages.Fill(
            CorruptionCatalog.Default.Get(name), severity, (seed * 100) + part, 0, images.Pixels, pixels, new ImageSize(images.Height, images.Width),
            options.Integer("threads", 2));
        return images with { Pixels = pixels };
    }

    private (NeuronEvidence Evidence, double[] Weights) Evidence(string name)
    {
        var corruption = CorruptionCatalog.Default.Get(name);
        var cell = new CellImages(new Cell(name, severity), choose.Count, (start, count, destination) => CorruptedImages.Fill(
            corruption, severity, (seed * 100) + 3, start, choose.Pixels.AsSpan(start * choose.Stride, count * choose.Stride), destination, new ImageSize(choose.Height, choose.Width)));
        using var predictor = PredictorFactory.Create(model.Network, model.Normalization, new PredictorOptions { Exact = true, Threads = options.Integer("threads", 2) });
        var examples = ExampleSelector.Select(
            [cell], choose.Labels, choose.Height, choose.Width, predictor, new ExampleRequest(Examples, Examples, "training images", seed), CancellationToken.None);
        var ours = new LocalizationOptions { BatchSize = 50 };
        var batches = new ExampleBatches(model.Network, model.Normalization, examples, ours);
        var folds = new ExampleFolds(examples.Failures, examples.Passes);
        using var collector = new EvidenceCollector(model.Network, NeuronLayout.Of(model.Network, LocalizationLevel.Block), folds, ours);
        return (collector.Collect(batches.Read, (_, _) => { }, CancellationToken.None), folds.UnitWeights());
    }
}
