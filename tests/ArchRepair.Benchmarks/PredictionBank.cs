using System.Globalization;
using ArchRepair.Core.Files;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Right answers of ResNet-20, whole and damaged, on the CIFAR-10 test images under the 15 standard corruptions of our own generator:
/// the real predictions that the gate's statistics are measured with. Made once, then kept in a folder, one file for each model, seed,
/// number of images and cell.
/// </summary>
internal sealed class PredictionBank(string data, string cache, int threads, IReadOnlyList<int> severities)
{
    public const string Whole = "whole";
    private const int Piece = 100;
    private const int Side = 32;
    private const int ProbeImages = 400;
    private static readonly double[] Strengths = [0.02, 0.04, 0.06, 0.08, 0.10, 0.12, 0.14, 0.16, 0.19, 0.22, 0.26, 0.30];

    /// <summary>Clean first, then corruptions in published order, severities as given.</summary>
    public IReadOnlyList<Cell> Cells { get; } =
        [Cell.Clean, .. CorruptionNames.Standard.SelectMany(name => severities.Select(severity => new Cell(name, severity)))];

    /// <summary>True classes of the test images.</summary>
    public int[] Labels()
    {
        using var source = Open();
        return [.. source.Labels];
    }

    /// <summary>A row of right answers for each of <see cref="Cells"/>.</summary>
    /// <param name="models"><see cref="Whole"/>, or a drop in points such as "3": the model with that much weight noise.</param>
    /// <param name="seed">Seed of the corruptions.</param>
    /// <param name="images">The first so many test images.</param>
    public IReadOnlyDictionary<string, BitSet[]> Rows(IReadOnlyList<string> models, ulong seed, int images)
    {
        var missing = models.Where(model => Cells.Any(cell => !File.Exists(PathOf(model, seed, images, cell)))).ToArray();
        if (missing.Length > 0) Measure(missing, seed, images);
        return models.ToDictionary(
            model => model, model => Cells.Select(cell => BitSet.FromBytes(File.ReadAllBytes(PathOf(model, seed, images, cell)), images)).ToArray());
    }

    private string PathOf(string model, ulong seed, int images, Cell cell) =>
        Path.Combine(cache, string.Create(CultureInfo.InvariantCulture, $"resnet20-{model}-seed{seed}-{images}"), $"{cell.Corruption}-{cell.Severity}.bits");

    private void Measure(string[] models, ulong seed, int images)
    {
        using var source = Open();
        var pixels = new byte[images * source.ImageBytes];
        source.Read(0, images, pixels);
        var networks = models.Select(model => Network(model, source)).ToArray();
        var predictors = networks.Select(Predictor).ToArray();
        // Every corruption at severity 3, then at 1 and 5: a run that is cut short has left something of all.
        var missing = Cells.Where(cell => models.Any(model => !File.Exists(PathOf(model, seed, images, cell))));
        foreach (var cell in missing.OrderBy(cell => Array.IndexOf([0, 3, 1, 5, 2, 4], cell.Severity)))
        {
            var right = Right(cell, seed, pixels, source.Labels, predictors);
            for (var model = 0; model < models.Length; model++)
            {
                var path = PathOf(models[model], seed, images, cell);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, stream => stream.Write(BitSet.FromBools(right[model]).ToBytes()));
            }
            Console.Error.WriteLine($"{cell}: {string.Join(", ", right.Select((bits, model) => FormattableString.Invariant($"{models[model]} {bits.Count(bit => bit) * 100.0 / images:F2} %")))}");
        }
        foreach (var predictor in predictors) predictor.Dispose();
        foreach (var network in networks) network.Dispose();
    }

    private bool[][] Right(Cell cell, ulong seed, byte[] pixels, IReadOnlyList<int> labels, Predictor[] predictors)
    {
        var size = ImageSize.Square(Side);
        var right = predictors.Select(_ => new bool[pixels.Length / size.Bytes]).ToArray();
        Parallel.For(0, right[0].Length / Piece, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
        {
            var start = piece * Piece;
            var clean = pixels.AsSpan(start * size.Bytes, Piece * size.Bytes);
            var images = new byte[clean.Length];
            if (cell.IsClean) clean.CopyTo(images);
            else CorruptedImages.Fill(CorruptionCatalog.Default.Get(cell.Corruption), cell.Severity, seed, start, clean, images, size);
            var classes = new ushort[Piece];
            for (var model = 0; model < predictors.Length; model++)
            {
                predictors[model].Predict(images, Piece, classes, new float[Piece]);
                for (var i = 0; i < Piece; i++) right[model][start + i] = classes[i] == labels[start + i];
            }
        });
        return right;
    }

    // The least noise that loses the points on the probe: severity 3 of every corruption, the first images.
    private ChainClassifier Network(string model, ImageSource source)
    {
        var whole = Load();
        if (model == Whole) return whole;
        var target = double.Parse(model, CultureInfo.InvariantCulture) / 100;
        var pixels = new byte[ProbeImages * source.ImageBytes];
        source.Read(0, ProbeImages, pixels);
        using (whole)
        {
            var healthy = Probe(whole, pixels, source.Labels);
            var (below, dropBelow) = (0.0, 0.0);
            foreach (var strength in Strengths)
            {
                using var candidate = Noisy(strength);
                var drop = healthy - Probe(candidate, pixels, source.Labels);
                if (drop >= target)
                {
                    var wanted = below + (strength - below) * (target - dropBelow) / (drop - dropBelow);
                    Console.Error.WriteLine(FormattableString.Invariant($"{model} points: weight noise {wanted:F4}"));
                    return Noisy(wanted);
                }
                (below, dropBelow) = (strength, drop);
            }
        }
        throw new InvalidOperationException($"No strength of noise loses {model} points.");
    }

    private double Probe(ChainClassifier network, byte[] pixels, IReadOnlyList<int> labels)
    {
        using var predictor = Predictor(network);
        return CorruptionNames.Standard.Average(name => Right(new Cell(name, 3), 99, pixels, labels, [predictor])[0].Average(bit => bit ? 1.0 : 0));
    }

    // Every convolution's weights get normal noise of a share of their own deviation.
    private ChainClassifier Noisy(double strength)
    {
        var network = Load();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(20);
        foreach (var parameter in network.parameters().Where(parameter => parameter.shape.Length == 4))
            parameter.add_(randn(parameter.shape, generator: generator).mul_(parameter.std()).mul_(strength));
        return network;
    }

    private ChainClassifier Load() => InferenceBenchmark.Build("resnet20", Directory.EnumerateFiles(Path.Combine(data, "models"), "resnet20-*.th").Single());

    private Predictor Predictor(ChainClassifier network) =>
        PredictorFactory.Create(network, network.Specification.Normalization, new PredictorOptions { Threads = threads, Screen = true });

    private ImageSource Open() => ImageFormats.OpenClean("cifar10", Path.Combine(data, "cifar10"), DataPart.Test);
}
