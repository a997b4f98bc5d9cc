using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>
/// Repairs a healthy network with one strategy after the other: same images, same recipe, same processor time. Every repair is one
/// line of a log, and what the log holds already is not run again, so that a comparison can be continued; <c>comparison-table</c>
/// prints it. Usage:
/// <c>comparison DATA MODEL STUDY MINUTES [SEED…] [--strategies a,b] [--block PATH] [--threads 2] [--on test|tuning] [--images 1000]
/// [--log FILE] [recipe options]</c>. MODEL is resnet20, or resnet18=FILE; STUDY is simple, augmix, study1 or study2=CORRUPTION.
/// </summary>
internal sealed class ComparisonBenchmark
{
    private static readonly double[] Shares = [0.4, 0.7, 1];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string[] words;
    private readonly RepairBenchmarkOptions options;
    private readonly ComparisonData data;
    private readonly ComparisonCells cells;
    private readonly ChainClassifier original;
    private readonly ComparisonAnswers before;
    private readonly int threads;
    private readonly string log;
    private readonly string on;

    private ComparisonBenchmark(string[] words, RepairBenchmarkOptions options)
    {
        (this.words, this.options) = (words, options);
        threads = options.Integer("threads", 2);
        log = options.Text("log", "artifacts/comparison.jsonl");
        on = options.Text("on", "test");
        NativeBackend.Load(new NativeBackendOptions { Threads = threads });
        data = new ComparisonData(words[0]);
        original = ComparisonModel.Load(words[0], words[1]);
        cells = on == "test"
            ? new ComparisonCells(data.Test, options.Integer("images", 1_000), [1, 2, 3, 4, 5], threads)
            : new ComparisonCells(data.Tuning, options.Integer("images", 500), [1, 3, 5], threads);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cells made: {Environment.CpuUsage.TotalTime.TotalSeconds:f0} CPU-s"));
        before = cells.Ask(original);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"original asked: {Environment.CpuUsage.TotalTime.TotalSeconds:f0} CPU-s"));
    }

    public static int Run(string[] args)
    {
        string[] words = [.. args.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal))];
        if (words.Length < 4)
        {
            Console.Error.WriteLine("usage: comparison DATA MODEL STUDY MINUTES [SEED…] [--strategies a,b] [--block PATH] [--threads 2] [--on test|tuning] [--images 1000] [--log FILE] [recipe options]");
            return 2;
        }
        new ComparisonBenchmark(words, new RepairBenchmarkOptions(args[words.Length..])).Measure();
        return 0;
    }

    private void Measure()
    {
        string[] seeds = words.Length > 4 ? words[4..] : ["1"];
        foreach (var seed in seeds.Select(word => ulong.Parse(word, CultureInfo.InvariantCulture)))
        {
            foreach (var strategy in options.Text("strategies", string.Join(',', RepairStrategies.Names)).Split(','))
            {
                if (IsKnown(strategy, seed)) continue;
                var record = Repair(strategy, seed);
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(log))!);
                File.AppendAllText(log, JsonSerializer.Serialize(record, Json) + "\n");
                Console.WriteLine(ComparisonTable.Line(record));
            }
        }
    }

    private bool IsKnown(string strategy, ulong seed) => ComparisonTable.Read(log).Any(record =>
        (record.On, record.Model, record.Study, record.Strategy, record.Seed, record.Minutes, record.Threads, record.Recipe)
        == (on, ModelName, words[2], strategy, seed, Minutes, threads, RecipeText));

    private string ModelName => words[1].Split('=')[0];

    private double Minutes => double.Parse(words[3], CultureInfo.InvariantCulture);

    private string RecipeText => ComparisonRecipe.Describe(options);

    private ComparisonRecord Repair(string strategy, ulong seed)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(log))!, Path.GetFileNameWithoutExtension(log));
        var name = string.Create(CultureInfo.InvariantCulture, $"{ModelName}-{words[2].Replace('=', '-')}-{strategy}-{seed}");
        var plan = ComparisonRecipe.Study(words[2], new RepairPlan(
            [options.Text("block", "layer1.0"), .. original.Blocks.Where(block => block.IsReplaceable).Select(block => block.Path)],
            strategy, TimeSpan.FromMinutes(Minutes), options.Number("extra", 0.10), [], seed, threads,
            Path.Combine(folder, name + ".safetensors"), Path.Combine(folder, name), Resume: false));
        var watch = Stopwatch.StartNew();
        var result = Repairer.Repair(
            original, new RepairInput(data.Repair, Normalization.ImageNet, plan, ComparisonRecipe.Read(options)),
            new RepairClocks(new ProcessorTime(threads), CancellationToken.None), (phase, done, total, text) =>
            {
                if (text.Length > 0 && !options.Has("quiet"))
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,6:f0} s  {strategy} {phase} {done}/{total}: {text}"));
            });
        var wall = watch.Elapsed.TotalSeconds;
        var seen = result.SeenCorruptions.ToHashSet();
        var (front, right) = Front(result, seen);
        return new ComparisonRecord(
            on, ModelName, words[2], strategy, seed, Minutes, threads, RecipeText, result.StopReason, Math.Round(result.Cost.Seconds, 1),
            Math.Round(wall, 1), result.Cost.ChangedParameters, result.Cost.ParametersAfter - result.Cost.ParametersBefore,
            result.Cost.MultiplyAddsAfter - result.Cost.MultiplyAddsBefore, front, right, result.Notes);
    }

    private (IReadOnlyList<ComparisonPoint> Front, int[] CellsRight) Front(RepairRecord record, HashSet<string> seen)
    {
        var start = original.state_dict();
        List<ComparisonPoint> points = [PointOf(0, original, before, seen)];
        int[] right = [];
        foreach (var share in Shares)
        {
            using var scope = NewDisposeScope();
            using var mixed = ComparisonModel.Load(original.Specification, record);
            WeightMixture.Mix(mixed, mixed.state_dict(), start, share);
            mixed.eval();
            var answers = cells.Ask(mixed);
            points.Add(PointOf(share, mixed, answers, seen));
            if (share == 1) right = answers.CellsRight;
        }
        return (points, right);
    }

    private ComparisonPoint PointOf(double share, ChainClassifier model, ComparisonAnswers answers, HashSet<string> seen)
    {
        double? Mean(bool isSeen) => answers.Corrupted(name => seen.Contains(name) == isSeen) is var mean && double.IsNaN(mean) ? null : mean;
        var (lostClean, lostCorrupted) = answers.LostFrom(before);
        return new(
            share, answers.CleanAccuracy, answers.Corrupted(_ => true), Mean(true), Mean(false), lostClean, lostCorrupted,
            ComparisonAnswers.Accuracy(model, data.Repair.Search, threads));
    }
}
