using System.Globalization;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Injected faults: damages every block of a healthy real model in five ways and three strengths, and counts how often each
/// ranking finds the block. Usage: <c>localization --data DATA [--model resnet20|resnet56] [--seeds 3] [--first-seed 1] [--blocks PATH,PATH]
/// [--threads 2] [--recalibrated] [--save FILE | --load FILE,FILE] [--options] [--statement]
/// [--counterparts fgsm|pgd]</c>. Without <c>blocks</c> all are damaged;
/// <c>recalibrated</c> records the statistics of normalization layers again after the damage; <c>load</c> ranks evidence that
/// earlier runs saved; <c>options</c> also compares the options that the defaults were chosen from; <c>statement</c> asks how often the
/// words "cannot be told apart" are right; <c>counterparts</c> also ranks few failures with adversarial counterparts, as the tool does.
/// </summary>
internal sealed class LocalizationBenchmark : IDisposable
{
    private const int Passes = 100;
    private const int PoolImages = 350;
    private const int CostImages = 300;

    private static readonly int[] Sizes = [100, 30, 10, 3];

    private readonly LocalizationModel model;
    private readonly TestSet images;
    private readonly IReadOnlyList<CellImages> cells;
    private readonly RepairBenchmarkOptions options;
    private readonly NeuronLayout layout;
    private readonly LocalizationTally tally = new();
    private readonly LocalizationStatement statement = new();
    private readonly LocalizationTally withCounterparts = new();
    private readonly List<double> costs = [];
    private readonly string data;

    private LocalizationBenchmark(RepairBenchmarkOptions options)
    {
        this.options = options;
        data = options.Text("data", Environment.GetEnvironmentVariable("ARCHREPAIR_DATA") ?? "../shared/data");
        images = TestSet.Open(
            new DataSettings(
                new ImageSetSource("cifar10", Path.Combine(data, "cifar10")),
                new CorruptedSource("cifar-c", Path.Combine(data, "cifar10-c"), [], [1, 2, 3, 4, 5]), null),
            seed: 1);
        cells = [.. images.Cells.Where(cell => !cell.Cell.IsClean)];
        model = LocalizationModel.Load(data, options.Text("model", "resnet20"), images.Clean.ClassNames);
        layout = NeuronLayout.Of(model.Network, LocalizationLevel.Block);
    }

    public static int Run(string[] args)
    {
        var options = new RepairBenchmarkOptions(args);
        NativeBackend.Load(new NativeBackendOptions { Threads = options.Integer("threads", 2) });
        using var benchmark = new LocalizationBenchmark(options);
        if (options.Has("load")) benchmark.Load(options.Text("load", "").Split(','));
        else benchmark.Measure();
        return 0;
    }

    public void Dispose()
    {
        model.Dispose();
        images.Dispose();
    }

    private void Load(string[] files)
    {
        var seeds = new SortedSet<ulong>();
        foreach (var evidence in files.SelectMany(file => FaultEvidence.Read(file, layout)))
        {
            Tally(evidence);
            seeds.Add(evidence.Fault.Seed);
        }
        Write(Console.Out, $"seeds {string.Join(", ", seeds)}");
    }

    private void Measure()
    {
        using var recalibration = options.Has("recalibrated") ? Recalibration() : null;
        using var finder = new LocalizationFaultFinder(model.Network, model.Normalization, ImageSets.ReadAll(images.Clean, CostImages), recalibration);
        using var pool = new LocalizationPool(model.Network, model.Normalization, cells, images.Labels, PoolImages, seed: 1);
        var (first, seeds) = (options.Integer("first-seed", 1), options.Integer("seeds", 3));
        for (var seed = first; seed < first + seeds; seed++)
        {
            foreach (var block in Blocks())
            {
                foreach (var kind in Enum.GetValues<LocalizationFaultKind>())
                    foreach (var (fault, cost) in finder.Find(block.Index, kind, (ulong)seed)) Measure(fault, cost, pool, recalibration);
                Console.Error.WriteLine($"seed {seed}, {block.Path}: {costs.Count} faults so far");
            }
            // After each seed, so that a run that is ended early has said something.
            Write(Console.Out, $"seeds {first} to {seed}");
        }
    }

    private IReadOnlyList<Block> Blocks() => options.Has("blocks")
        ? [.. options.Text("blocks", "").Split(',').Select(model.Network.FindBlock)]
        : [.. model.Network.Blocks.Where(block => block.IsReplaceable)];

    private LocalizationRecalibration Recalibration()
    {
        using var training = ImageSets.OpenClean(new ImageSetSource("cifar10", Path.Combine(data, "cifar10")), "data.train", DataPart.Train);
        return new LocalizationRecalibration(model.Network, model.Normalization, ImageSets.ReadAll(training, CostImages));
    }

    private void Measure(LocalizationFault fault, double cost, LocalizationPool pool, LocalizationRecalibration? recalibration)
    {
        using var damage = fault.Inject(model.Network);
        using var calm = recalibration?.From(fault.Block);
        var examples = pool.Examples(fault.Block, Sizes[0], Passes);
        if (examples.Failures < Sizes[0] || examples.Passes < Passes) return;
        var evidence = Collect(fault, cost, examples);
        if (options.Has("save")) evidence.Append(options.Text("save", ""));
        Tally(evidence);
        if (options.Has("counterparts")) TallyCounterparts(fault, examples);
    }

    // The default for few failures: counterparts of passes that flip the answer join them.
    private void TallyCounterparts(LocalizationFault fault, LocalizationExamples all)
    {
        var method = Enum.Parse<AdversarialMethod>(options.Text("counterparts", "pgd"), ignoreCase: true);
        foreach (var size in Sizes.Where(size => size < new AdversarialOptions().EnoughFailures))
        {
            var examples = all with
            {
                Images = (byte[])[.. all.Images.Span[..(size * all.ImageBytes)], .. all.Images.Span[(all.Failures * all.ImageBytes)..]],
                Labels = [.. all.Labels.Take(size), .. all.Labels.Skip(all.Failures)],
                Failures = size,
            };
            var ours = new LocalizationOptions { Adversarial = new AdversarialOptions(method), BatchSize = 50 };
            var batches = new ExampleBatches(model.Network, model.Normalization, examples, ours);
            batches.AddCounterparts(CancellationToken.None);
            var folds = new ExampleFolds(size + batches.Counterparts, examples.Passes);
            using var collector = new EvidenceCollector(model.Network, layout, folds, ours);
            var scored = collector.Collect(batches.Read, (_, _) => { }, CancellationToken.None);
            foreach (var contender in LocalizationContender.Main.Take(LocalizationContender.WithCounterparts))
                withCounterparts.Add(contender.Name, size, fault.Kind, LocalizationContender.PlaceOf(contender.Scores(scored, folds.UnitWeights(), fault.Seed), fault.Block));
        }
    }

    // One run over the examples for all sizes: fewer failures are the first of them, and the passes are the same.
    private FaultEvidence Collect(LocalizationFault fault, double cost, LocalizationExamples examples)
    {
        var ours = new LocalizationOptions { BatchSize = 50 };
        var batches = new ExampleBatches(model.Network, model.Normalization, examples, ours);
        int[] ends = [.. Sizes.Reverse()];
        var folds = ExampleFolds.InParts([.. ends.Select((end, part) => end - (part == 0 ? 0 : ends[part - 1]))], examples.Passes);
        using var collector = new EvidenceCollector(model.Network, layout, folds, ours);
        var gradients = new List<double[]>();
        collector.AddPasses(batches.Read, _ => { }, CancellationToken.None);
        for (var part = 0; part < ends.Length; part++)
        {
            collector.AddPart(part, batches.Read, _ => { }, CancellationToken.None);
            gradients.Add(collector.Evidence().Gradients);
        }
        return new FaultEvidence(fault, cost, collector.Evidence(), gradients);
    }

    private void Tally(FaultEvidence found)
    {
        costs.Add(found.Cost);
        for (var parts = 1; parts <= Sizes.Length; parts++)
        {
            var (evidence, weights) = found.OfParts(parts);
            if (options.Has("statement")) statement.Add(Sizes[^parts], found, parts);
            foreach (var contender in Contenders)
            {
                var scores = contender.Scores(evidence, weights, (found.Fault.Seed * 7919) + (ulong)costs.Count);
                tally.Add(contender.Name, Sizes[^parts], found.Fault.Kind, LocalizationContender.PlaceOf(scores, found.Fault.Block));
            }
        }
    }

    private IReadOnlyList<LocalizationContender> Contenders => options.Has("options") ? LocalizationContender.All : LocalizationContender.Main;

    private void Write(TextWriter output, string seeds)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Architecture}, {seeds}, {costs.Count} faults{(options.Has("recalibrated") ? ", statistics recorded again after the damage," : "")} that cost {100 * costs.Min():f1} to {100 * costs.Max():f1} points of clean accuracy (mean {100 * costs.Average():f1}), {cells.Count} cells, {Passes} passes; shares in percent"));
        output.WriteLine();
        tally.WriteTable(output, Contenders.Select(contender => contender.Name), Sizes);
        output.WriteLine();
        if (options.Has("counterparts"))
        {
            output.WriteLine("with adversarial counterparts:");
            withCounterparts.WriteTable(
                output, LocalizationContender.Main.Take(LocalizationContender.WithCounterparts).Select(contender => contender.Name),
                [.. Sizes.Where(size => size < new AdversarialOptions().EnoughFailures)]);
            output.WriteLine();
        }
        if (options.Has("statement")) statement.Write(output, Sizes);
        tally.WriteKinds(output, LocalizationContender.Main.Select(contender => contender.Name), Sizes[0]);
        output.WriteLine();
    }
}
