using System.Diagnostics;
using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Damages one block of the real ResNet-20, repairs it, and prints damaged, repaired and healthy on clean and corrupted test images.
/// Example: <c>repair --block layer2.0 --noise 0.6 --minutes 5 --strategy archrepair --threads 3</c>.
/// </summary>
internal static class RepairBenchmark
{
    public static int Run(string[] args)
    {
        var options = Options(args);
        var threads = options.Integer("threads", 3);
        NativeBackend.Load(new NativeBackendOptions { Threads = threads });
        var data = new RepairBenchmarkData(options.Text("data", Environment.GetEnvironmentVariable("ARCHREPAIR_DATA") ?? "../shared/data"));
        using var healthy = data.LoadModel("resnet20", "resnet20-12fca82f.th");
        using var damaged = data.LoadModel("resnet20", "resnet20-12fca82f.th");
        var block = options.Text("block", "layer2.0");
        Damage(damaged, block, options.Number("noise", 0.6), (ulong)options.Integer("damage-seed", 1));
        var isQuick = options.Has("quick"); // only the repaired network is measured
        var before = isQuick ? [] : data.Evaluate(healthy);
        var broken = isQuick ? [] : data.Evaluate(damaged);
        Line("healthy", before, []);
        Line("damaged", broken, []);
        if (options.Text("strategy", "archrepair") is not { Length: > 0 } strategy || strategy == "none") return 0;

        var seen = options.Text("seen", "");
        var plan = new RepairPlan(
            [block], strategy, TimeSpan.FromMinutes(options.Number("minutes", 5)), options.Number("extra", 0.10),
            [.. seen.Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(name => Enumerable.Range(1, 5).Select(severity => new Cell(name, severity)))],
            (ulong)options.Integer("seed", 1), threads, options.Text("output", "artifacts/repair-benchmark/repaired.safetensors"),
            options.Text("checkpoints", "artifacts/repair-benchmark"), options.Has("resume"));
        var images = data.TrainingImages(search: 2_000);
        var watch = Stopwatch.StartNew();
        var record = Repairer.Repair(
            damaged, new RepairInput(images, Normalization.ImageNet, plan, Recipe(options)), new RepairClocks(TimeProvider.System, CancellationToken.None),
            (phase, done, total, text) =>
            {
                if (text.Length > 0) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,6:f0} s  {phase} {done}/{total}: {text}"));
            });
        foreach (var note in record.Notes) Console.WriteLine("  " + note);
        using var repaired = ArchitectureCatalog.Create(damaged.Specification);
        GenotypeBuilder.Apply(repaired, record.Genotype);
        Load(repaired, record.Candidate);
        var after = data.Evaluate(repaired);
        Line("healthy", before, plan.SeenCells);
        Line("damaged", broken, plan.SeenCells);
        Line("repaired", after, plan.SeenCells);
        var worst = after.Where(entry => !entry.Key.IsClean).MinBy(entry => entry.Value - before.GetValueOrDefault(entry.Key));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{strategy} {block}: {record.StopReason}, {record.Cost.Seconds:f0} s, multiply-adds {(double)record.Cost.MultiplyAddsAfter / record.Cost.MultiplyAddsBefore - 1:+0.0%;-0.0%;0}, changed parameters {record.Cost.ChangedParameters} of {record.Cost.ParametersAfter}, worst cell against healthy {worst.Key} {100 * (worst.Value - before.GetValueOrDefault(worst.Key)):f1}"));
        return 0;
    }

    private static RepairRecipe Recipe(RepairBenchmarkOptions options)
    {
        var known = RepairRecipe.Default;
        return known with
        {
            BatchRows = options.Integer("batch", known.BatchRows),
            CleanShare = options.Number("clean-share", known.CleanShare),
            Reuse = options.Integer("reuse", known.Reuse),
            SearchSteps = options.Integer("search-steps", known.SearchSteps),
            FineTuneSteps = options.Integer("steps", known.FineTuneSteps),
            SearchRate = options.Number("search-rate", known.SearchRate),
            FineTuneRate = options.Number("rate", known.FineTuneRate),
            GateRate = options.Number("gate-rate", known.GateRate),
            Decay = options.Number("decay", known.Decay),
            AreNormsFixed = options.Has("fixed-norms"),
            MaxOperations = options.Integer("operations", known.MaxOperations),
        };
    }

    // Normal noise on the block's convolutions, in units of each one's own deviation.
    private static void Damage(ChainClassifier model, string path, double noise, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(seed);
        foreach (var convolution in model.ModuleOf(model.FindBlock(path).Index).modules().OfType<Conv2d>())
        {
            var weight = convolution.weight!;
            weight.add_(randn(weight.shape, generator: generator).mul_(weight.std().mul(noise)));
        }
    }

    private static void Load(ChainClassifier model, string path)
    {
        var tensors = Engine.Formats.WeightsFile.Read(path).Tensors.ToDictionary(
            stored => stored.Name, stored => Engine.Formats.TensorConversion.ToTensor(stored));
        var problems = WeightsLoader.Load(model, tensors);
        if (problems.Count > 0) throw new InvalidDataException(string.Join(' ', problems.Select(problem => problem.Message)));
        model.eval();
    }

    private static void Line(string name, Dictionary<Cell, double> accuracies, IReadOnlyList<Cell> seen)
    {
        if (accuracies.Count == 0) return;
        var corrupted = accuracies.Where(entry => !entry.Key.IsClean).ToArray();
        var names = seen.Select(cell => cell.Corruption).ToHashSet();
        var families = string.Join("  ", CorruptionNames.FamilyNames.Select(family => string.Create(
            CultureInfo.InvariantCulture,
            $"{family} {100 * corrupted.Where(entry => CorruptionNames.FamilyOf(entry.Key.Corruption) == family).Average(entry => entry.Value):f2}")));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-9} clean {100 * accuracies[Cell.Clean]:f2}  mean {100 * corrupted.Average(entry => entry.Value):f2}  seen {Mean(corrupted, names, true)}  unseen {Mean(corrupted, names, false)}  {families}"));
    }

    private static string Mean(IEnumerable<KeyValuePair<Cell, double>> corrupted, HashSet<string> names, bool isSeen)
    {
        var chosen = corrupted.Where(entry => names.Contains(entry.Key.Corruption) == isSeen).ToArray();
        return chosen.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * chosen.Average(entry => entry.Value):f2}");
    }

    private static RepairBenchmarkOptions Options(string[] args) => new(args);
}
