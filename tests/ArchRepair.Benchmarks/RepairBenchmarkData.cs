using System.Globalization;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>The real images and the ResNet-20 that repairs are measured with, read from ARCHREPAIR_DATA or ../shared/data.</summary>
internal sealed class RepairBenchmarkData
{
    private const int Side = 32;
    private const int ImageBytes = Side * Side * 3;
    private const int BatchRows = 250;
    private readonly string folder;

    public RepairBenchmarkData(string folder) => this.folder = folder;

    public ChainClassifier LoadModel(string architecture, string file)
    {
        var model = ArchitectureCatalog.Create(new ModelSpecification(architecture, 10, Normalization.ImageNet, Side));
        var tensors = WeightsFile.Read(Path.Combine(folder, "models", file)).Tensors.ToDictionary(stored => stored.Name, stored => stored.ToTensor());
        var problems = WeightsLoader.Load(model, tensors);
        if (problems.Count > 0) throw new InvalidDataException(string.Join(' ', problems.Select(problem => problem.Message)));
        model.eval();
        return model;
    }

    /// <summary>The 20,000 training images: the last <paramref name="search"/> of them are the search part.</summary>
    public RepairImages TrainingImages(int search)
    {
        var (first, second) = (ReadBatch("data_batch_1"), ReadBatch("data_batch_2"));
        byte[] pixels = [.. first.Pixels, .. second.Pixels];
        int[] labels = [.. first.Labels, .. second.Labels];
        var fit = labels.Length - search;
        return new RepairImages(
            Side, Side,
            new RepairPart(pixels.AsMemory(0, fit * ImageBytes), labels[..fit]),
            new RepairPart(pixels.AsMemory(fit * ImageBytes), labels[fit..]));
    }

    /// <summary>Accuracy on the clean test images and on each of the 75 cells.</summary>
    /// <param name="severities">Which; null for all.</param>
    public Dictionary<Cell, double> Evaluate(ChainClassifier model, IReadOnlyCollection<int>? severities = null)
    {
        var accuracies = new Dictionary<Cell, double>();
        var clean = ReadBatch("test_batch");
        accuracies[Cell.Clean] = Accuracy(model, clean.Pixels, clean.Labels);
        var labels = NpyFile.ReadAll(Path.Combine(folder, "cifar10-c", "labels.npy")).ToIntegers().Select(label => (int)label).ToArray();
        var images = labels.Length / 5;
        foreach (var name in CorruptionNames.Standard)
        {
            var pixels = NpyFile.ReadAll(Path.Combine(folder, "cifar10-c", name + ".npy")).Bytes.ToArray();
            foreach (var severity in severities ?? [1, 2, 3, 4, 5])
            {
                var rows = ((severity - 1) * images)..(severity * images);
                accuracies[new Cell(name, severity)] = Accuracy(
                    model, pixels[(rows.Start.Value * ImageBytes)..(rows.End.Value * ImageBytes)], labels[rows]);
            }
        }
        return accuracies;
    }

    private static double Accuracy(ChainClassifier model, byte[] pixels, int[] labels)
    {
        using var noGrad = no_grad();
        var right = 0L;
        for (var start = 0; start < labels.Length; start += BatchRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BatchRows, labels.Length - start);
            var raw = tensor(pixels[(start * ImageBytes)..((start + count) * ImageBytes)], [count, Side, Side, 3], dtype: ScalarType.Byte);
            var images = Normalization.ImageNet.Apply(raw.to(ScalarType.Float32).div_(255).permute(0, 3, 1, 2));
            right += model.call(images).argmax(1).eq(tensor(labels[start..(start + count)].Select(label => (long)label).ToArray())).sum().item<long>();
        }
        return (double)right / labels.Length;
    }

    /// <summary>One file of the official layout: pixels RGB interleaved, and classes.</summary>
    public (byte[] Pixels, int[] Labels) ReadBatch(string name)
    {
        var records = File.ReadAllBytes(Path.Combine(folder, "cifar10", "cifar-10-batches-bin", string.Create(CultureInfo.InvariantCulture, $"{name}.bin")));
        const int record = ImageBytes + 1;
        const int plane = Side * Side;
        var labels = new int[records.Length / record];
        var pixels = new byte[labels.Length * ImageBytes];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = records[i * record];
            for (var p = 0; p < plane; p++)
                for (var channel = 0; channel < 3; channel++)
                    pixels[(i * ImageBytes) + (p * 3) + channel] = records[(i * record) + 1 + (channel * plane) + p];
        }
        return (pixels, labels);
    }
}
