using System.Diagnostics;
using System.Globalization;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Native;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// What a ranking costs against evaluating the same examples once with the same network, in one run, alternating. Usage:
/// <c>localization-cost --data DATA [--model resnet20] [--threads 1] [--rounds 5]
/// [--cells 5]</c>; each corruption is run over by itself. Prints the median of the rounds' ratios; the
/// limit is 3, adversarial steps apart.
/// </summary>
internal static class LocalizationCostBenchmark
{
    private const int Failures = 100;
    private const int Passes = 100;

    public static int Run(string[] args)
    {
        var options = new RepairBenchmarkOptions(args);
        NativeBackend.Load(new NativeBackendOptions { Threads = options.Integer("threads", 1) });
        var data = options.Text("data", Environment.GetEnvironmentVariable("ARCHREPAIR_DATA") ?? "../shared/data");
        using var images = TestSet.Open(
            new DataSettings(
                new ImageSetSource("cifar10", Path.Combine(data, "cifar10")),
                new CorruptedSource("cifar-c", Path.Combine(data, "cifar10-c"), [], [5]), null),
            seed: 1);
        using var model = LocalizationModel.Load(data, options.Text("model", "resnet20"), images.Clean.ClassNames);
        using var predictor = PredictorFactory.Create(model.Network, model.Normalization, new PredictorOptions { Threads = options.Integer("threads", 1) });
        var examples = ExampleSelector.Select(
            [.. images.Cells.Where(cell => !cell.Cell.IsClean).Take(options.Integer("cells", 5))], images.Labels, 32, 32, predictor, new ExampleRequest(Failures, Passes, "test images", 1), CancellationToken.None);
        var none = new LocalizationOptions { Adversarial = new AdversarialOptions(AdversarialMethod.None) };
        var few = new LocalizationOptions { Adversarial = new AdversarialOptions(EnoughFailures: Failures + 20) };
        var rounds = new List<(double Once, double Ranking, double Adversarial)>();
        for (var round = 0; round <= options.Integer("rounds", 5); round++)
        {
            var once = Seconds(() => EvaluateOnce(model, examples, none));
            var ranking = Seconds(() => Rank(model, examples, none));
            var steps = Seconds(() => new ExampleBatches(model.Network, model.Normalization, examples, few).AddCounterparts(CancellationToken.None));
            if (round > 0) rounds.Add((once, ranking, steps)); // the first warms up
        }
        double Median(IEnumerable<double> values) => values.Order().ElementAt(rounds.Count / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Architecture}, {Failures} failures and {Passes} passes, {options.Integer("threads", 1)} threads, {rounds.Count} rounds: once {1000 * Median(rounds.Select(r => r.Once)):f0} ms, ranking {1000 * Median(rounds.Select(r => r.Ranking)):f0} ms, ratio {Median(rounds.Select(r => r.Ranking / r.Once)):f2} ({rounds.Min(r => r.Ranking / r.Once):f2} to {rounds.Max(r => r.Ranking / r.Once):f2}); adversarial steps apart: {1000 * Median(rounds.Select(r => r.Adversarial)):f0} ms"));
        return 0;
    }

    private static void EvaluateOnce(LocalizationModel model, LocalizationExamples examples, LocalizationOptions options)
    {
        using var noGrad = no_grad();
        var batches = new ExampleBatches(model.Network, model.Normalization, examples, options);
        for (var from = 0; from < examples.Count; from += options.BatchSize)
        {
            using var scope = NewDisposeScope();
            model.Network.call(batches.Read(from, Math.Min(options.BatchSize, examples.Count - from)).Images).argmax(1).data<long>().ToArray();
        }
    }

    private static void Rank(LocalizationModel model, LocalizationExamples examples, LocalizationOptions options) =>
        Localizer.Rank(model.Network, model.Normalization, examples, options, 1, (_, _) => { }, CancellationToken.None);

    // Processor time of this process: wall time says little on a busy machine.
    private static double Seconds(Action action)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        action();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }
}
