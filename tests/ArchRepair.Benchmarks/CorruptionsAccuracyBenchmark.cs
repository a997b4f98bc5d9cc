using System.Globalization;
using ArchRepair.Core.Statistics;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Native;

namespace ArchRepair.Benchmarks;

/// <summary>
/// A network's accuracy on generated cells of the CIFAR-10 test images, against its accuracy on the published generator's. Options: the
/// data folder (with <c>cifar10</c>, <c>models</c>, <c>reference_accuracy.csv</c>), then <c>--model resnet20</c>, <c>--seed 1</c>,
/// <c>--only name,name</c>.
/// </summary>
internal sealed class CorruptionsAccuracyBenchmark
{
    private const int Batch = 100;
    private const double Level = 0.99;

    /// <summary>What substitutes may differ, in points.</summary>
    private const double SubstituteTolerance = 4;

    private readonly ulong _seed;
    private readonly byte[] _images;
    private readonly IReadOnlyList<int> _labels;
    private readonly Predictor _predictor;

    private CorruptionsAccuracyBenchmark(ImageSource source, Predictor predictor, ulong seed)
    {
        (_seed, _predictor, _labels) = (seed, predictor, source.Labels);
        _images = new byte[source.Count * source.ImageBytes];
        source.Read(0, source.Count, _images);
    }

    public static int Run(string[] args)
    {
        if (args.Length == 0 || !Directory.Exists(args[0]))
        {
            Console.Error.WriteLine("usage: ArchRepair.Benchmarks corruption-accuracy DATA-FOLDER [--model resnet20] [--seed 1] [--only name,name]");
            return 2;
        }
        var name = Option(args, "--model", "resnet20");
        var only = Option(args, "--only", "");
        IEnumerable<ICorruption> corruptions = only.Length == 0 ? CorruptionCatalog.Default.Standard : only.Split(',').Select(CorruptionCatalog.Default.Get);
        NativeBackend.Load(new NativeBackendOptions());
        using var model = InferenceBenchmark.Build(name, Directory.EnumerateFiles(Path.Combine(args[0], "models"), $"{name}-*.th").Single());
        using var predictor = PredictorFactory.Create(model, model.Specification.Normalization, new PredictorOptions { Threads = Environment.ProcessorCount });
        using var source = ImageFormats.OpenClean("cifar10", Path.Combine(args[0], "cifar10"), DataPart.Test);
        var benchmark = new CorruptionsAccuracyBenchmark(source, predictor, ulong.Parse(Option(args, "--seed", "1"), CultureInfo.InvariantCulture));
        return benchmark.PrintTable(name, corruptions, ReadReference(Path.Combine(args[0], "reference_accuracy.csv"), name, source.Count));
    }

    private int PrintTable(string model, IEnumerable<ICorruption> corruptions, Dictionary<(string Corruption, int Severity), int> reference)
    {
        Console.WriteLine(FormattableString.Invariant($"{model}, {_labels.Count} images, seed {_seed}: accuracy here / published generator, its {Level:P0} interval"));
        var outside = 0;
        foreach (var corruption in corruptions)
        {
            for (var severity = 1; severity <= 5; severity++)
            {
                if (!reference.TryGetValue((corruption.Name, severity), out var expected)) continue;
                var correct = Correct(corruption, severity);
                var interval = Proportion.Wilson(expected, _labels.Count, Level);
                var (ours, theirs) = ((double)correct / _labels.Count, (double)expected / _labels.Count);
                var isGood = corruption.IsSubstitute ? Math.Abs(ours - theirs) * 100 <= SubstituteTolerance : ours >= interval.Lower && ours <= interval.Upper;
                if (!isGood) outside++;
                Console.WriteLine(FormattableString.Invariant(
                    $"{corruption.Name + (corruption.IsSubstitute ? "*" : ""),-18} {severity}  {ours:F4} / {theirs:F4}  [{interval.Lower:F4}, {interval.Upper:F4}]  {(ours - theirs) * 100,6:F2} points  {(isGood ? "" : "OUTSIDE")}"));
            }
        }
        Console.WriteLine(FormattableString.Invariant($"{outside} cells outside (substitutes, marked *, may differ by {SubstituteTolerance} points)"));
        return outside == 0 ? 0 : 1;
    }

    private int Correct(ICorruption corruption, int severity)
    {
        var size = ImageSize.Square(32);
        var correct = 0;
        Parallel.For(0, _labels.Count / Batch, batch =>
        {
            var start = batch * Batch;
            var corrupted = new byte[Batch * size.Bytes];
            CorruptedImages.Fill(corruption, severity, _seed, start, _images.AsSpan(start * size.Bytes, corrupted.Length), corrupted, size);
            var classes = new ushort[Batch];
            _predictor.Predict(corrupted, Batch, classes, new float[Batch]);
            Interlocked.Add(ref correct, Enumerable.Range(0, Batch).Count(i => classes[i] == _labels[start + i]));
        });
        return correct;
    }

    private static Dictionary<(string Corruption, int Severity), int> ReadReference(string path, string model, int images) => File.ReadLines(path)
        .Select(line => line.Split(','))
        .Where(cells => cells[0] == model && cells[4] == images.ToString(CultureInfo.InvariantCulture))
        .ToDictionary(cells => (cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture)), cells => int.Parse(cells[3], CultureInfo.InvariantCulture));

    private static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }
}
