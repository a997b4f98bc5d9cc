using System.Diagnostics;
using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Search;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// What each choice of the search is worth: repairs the same damaged ResNet-20 with one choice changed at a time, a fixed number of
/// steps each. Example: <c>ablation --images 4000 --search-steps 80 --steps 120 --threads 1 --arms base,softmax,gates</c>.
/// </summary>
internal static class AblationBenchmark
{
    // Two severities of all corruptions: enough to see differences of a point or two, quick enough for a dozen arms.
    private static readonly int[] Severities = [3, 5];

    private static readonly OrderedDictionary<string, Func<RepairRecipe, RepairRecipe>> Arms = new(StringComparer.Ordinal)
    {
        ["base"] = recipe => recipe,
        ["softmax"] = recipe => recipe with { Search = recipe.Search with { Start = SearchStart.Softmax } },
        ["gates"] = recipe => recipe with { Search = recipe.Search with { Worth = OperationWorth.Gate } },
        ["second-order"] = recipe => recipe with { Search = recipe.Search with { IsSecondOrder = true } },
        ["curvature"] = recipe => recipe with { Search = recipe.Search with { StopsOnCurvature = true } },
        ["linear"] = recipe => recipe with { Operations = ["identity", "conv1x1", "conv3x3", "average3x3", "blur3x3"] },
        ["nonlinear"] = recipe => recipe with { Operations = ["separable3x3", "separable5x5", "max3x3", "squeeze-excitation"] },
        ["conv3x3"] = recipe => recipe with { Operations = ["conv3x3"] },
        ["separable3x3"] = recipe => recipe with { Operations = ["separable3x3"] },
        ["squeeze-excitation"] = recipe => recipe with { Operations = ["squeeze-excitation"] },
        ["no-search"] = recipe => recipe,
        ["no-search-no-cache"] = recipe => recipe with { IsPrefixCached = false },
        ["no-cache"] = recipe => recipe with { IsPrefixCached = false },
    };

    public static int Run(string[] args)
    {
        var options = new RepairBenchmarkOptions(args);
        var threads = options.Integer("threads", 1);
        NativeBackend.Load(new NativeBackendOptions { Threads = threads });
        var data = new RepairBenchmarkData(options.Text("data", Environment.GetEnvironmentVariable("ARCHREPAIR_DATA") ?? "../shared/data"));
        var block = options.Text("block", "layer2.0");
        using var damaged = data.LoadModel("resnet20", "resnet20-12fca82f.th");
        Damage(damaged, block, options.Number("noise", 0.6));
        var images = Images(data, options.Integer("images", 4_000));
        var start = data.Evaluate(damaged, Severities);
        Console.WriteLine("| arm | clean | corrupted | loss on the search part | multiply-adds | kept | search, processor s a step | fine-tune, processor s a step |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| damaged | {Clean(start)} | {Corrupted(start)} | | | | | |"));
        foreach (var name in options.Text("arms", string.Join(',', Arms.Keys)).Split(','))
        {
            var recipe = Arms[name](RepairRecipe.Default with
            {
                BatchRows = options.Integer("batch", 128),
                SearchSteps = options.Integer("search-steps", 80),
                FineTuneSteps = options.Integer("steps", 120),
                PolishShare = 0, // what the rest of the network learns would hide what the search found
            });
            Console.WriteLine(Row(name, damaged, data, new RepairInput(images, Normalization.ImageNet, Plan(name, block, threads, options), recipe)));
        }
        return 0;
    }

    private static string Row(string name, ChainClassifier damaged, RepairBenchmarkData data, RepairInput input)
    {
        var watch = Stopwatch.StartNew();
        var looks = new List<(string Phase, long Step, TimeSpan Processor)>();
        var record = Repairer.Repair(damaged, input, new RepairClocks(TimeProvider.System, CancellationToken.None), (phase, done, total, text) =>
        {
            if (text.Length > 0 && done > 0) looks.Add((phase, done, Environment.CpuUsage.TotalTime));
            if (text.Length > 0) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {watch.Elapsed.TotalSeconds,5:f0} s  {text}"));
        });
        using var repaired = RepairedModel.Load(record.Candidate);
        var accuracies = data.Evaluate(repaired, Severities);
        var kept = record.Genotype.Blocks.SelectMany(cell => cell.Edges).Select(edge => $"{edge.Operation} {edge.From}→{edge.To}").DefaultIfEmpty("none of its own");
        foreach (var note in record.Notes) Console.Error.WriteLine($"{name,-18}   {note}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Clean(accuracies)} | {Corrupted(accuracies)} | {LastSearchLoss(record)} | {((double)record.Cost.MultiplyAddsAfter / record.Cost.MultiplyAddsBefore) - 1:+0.0%;-0.0%;0} | {string.Join(", ", kept)} | {StepSeconds(looks, "search")} | {StepSeconds(looks, "fine-tune")} |");
    }

    private static string LastSearchLoss(RepairRecord record) =>
        record.Curve.LastOrDefault(point => point.SearchLoss is not null) is { SearchLoss: { } loss } ? loss.ToString("f3", CultureInfo.InvariantCulture) : "";

    // Processor time between the first and the last look at the search part, so that a busy machine does not decide: filling of caches is
    // left out, the looks themselves are not.
    private static string StepSeconds(IReadOnlyList<(string Phase, long Step, TimeSpan Processor)> looks, string phase)
    {
        var points = looks.Where(look => look.Phase == phase).ToArray();
        return points.Length < 2 ? "" : ((points[^1].Processor - points[0].Processor).TotalSeconds / (points[^1].Step - points[0].Step)).ToString("f3", CultureInfo.InvariantCulture);
    }

    private static RepairPlan Plan(string name, string block, int threads, RepairBenchmarkOptions options) => new(
        [block], name.StartsWith("no-search", StringComparison.Ordinal) ? "block" : "archrepair", TimeSpan.FromHours(10), options.Number("extra", 0.10), [], (ulong)options.Integer("seed", 1), threads,
        $"artifacts/ablation/{name}.safetensors", $"artifacts/ablation/{name}", Resume: false);

    private static RepairImages Images(RepairBenchmarkData data, int count)
    {
        var all = data.TrainingImages(search: 2_000);
        var size = all.Height * all.Width * 3;
        RepairPart First(RepairPart part, int wanted) => new(part.Pixels[..(wanted * size)], [.. part.Labels.Take(wanted)]);
        return all with { Fit = First(all.Fit, count), Search = First(all.Search, Math.Min(count / 4, all.Search.Labels.Count)) };
    }

    private static void Damage(ChainClassifier model, string path, double noise)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(1);
        foreach (var convolution in model.ModuleOf(model.FindBlock(path).Index).modules().OfType<Conv2d>())
        {
            var weight = convolution.weight!;
            weight.add_(randn(weight.shape, generator: generator).mul_(weight.std().mul(noise)));
        }
    }

    private static string Clean(Dictionary<Cell, double> accuracies) => (100 * accuracies[Cell.Clean]).ToString("f2", CultureInfo.InvariantCulture);

    private static string Corrupted(Dictionary<Cell, double> accuracies) =>
        (100 * accuracies.Where(entry => !entry.Key.IsClean).Average(entry => entry.Value)).ToString("f2", CultureInfo.InvariantCulture);
}
