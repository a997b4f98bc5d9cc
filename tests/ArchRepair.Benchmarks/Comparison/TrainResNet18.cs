using System.Diagnostics;
using System.Globalization;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Repair.Data;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks.Comparison;

/// <summary>
/// Trains a ResNet-18 with CIFAR stem on the fit part of the training images, mirrored and shifted and nothing else: the larger
/// healthy network of the comparison. The first epochs see crops of 24 pixels, which cost 56 %. A file is written after each epoch.
/// Usage: <c>train-resnet18 DATA OUTPUT [epochs=10] [threads=2] [seed=1]</c>.
/// </summary>
internal static class TrainResNet18
{
    private const int Batch = 128;
    private const int SmallCrop = 24;
    private const double SmallShare = 0.6;
    private const double Rate = 0.1;
    private const double Decay = 5e-4;

    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: train-resnet18 DATA OUTPUT [epochs=10] [threads=2] [seed=1]");
            return 2;
        }
        int Number(int index, int usual) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : usual;
        var (epochs, threads, seed) = (Number(2, 10), Number(3, 2), (ulong)Number(4, 1));
        NativeBackend.Load(new NativeBackendOptions { Threads = threads });
        var data = new ComparisonData(args[0]);
        using var model = ArchitectureCatalog.Create(
            new ModelSpecification("resnet18-cifar", 10, Normalization.ImageNet, ComparisonData.Side), seed);
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 4))
        {
            using var noGrad = no_grad();
            using var ordered = ChannelsLast.Of(parameter);
            parameter.set_(ordered);
        }
        using var optimizer = new MomentumSgd([.. model.parameters()], Decay);
        var views = new ViewMaker(data.Repair, Normalization.ImageNet, [], seed, threads);
        var watch = Stopwatch.StartNew();
        var steps = data.Repair.Fit.Labels.Count / Batch;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var loss = Epoch(model, optimizer, data.Repair.Fit, views, (epoch, epochs, steps, seed));
            var accuracy = ComparisonAnswers.Accuracy(model, data.Repair.Search, threads);
            SafetensorsFile.Write(args[1], [.. model.state_dict().Select(entry => TensorConversion.FromTensor(entry.Key, entry.Value))]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch + 1,2} of {epochs}: loss {loss:f3}, search part {accuracy:p2}, {watch.Elapsed.TotalMinutes:f1} min, {Environment.CpuUsage.TotalTime.TotalMinutes:f1} CPU-min"));
        }
        return 0;
    }

    private static double Epoch(
        ChainClassifier model, MomentumSgd optimizer, RepairPart part, ViewMaker views, (int Epoch, int Epochs, int Steps, ulong Seed) at)
    {
        model.train();
        var order = new ImageOrder(part.Labels.Count, at.Seed, purpose: 3);
        var crop = at.Epoch < SmallShare * at.Epochs ? SmallCrop : ComparisonData.Side;
        var sum = 0.0;
        for (var step = 0; step < at.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var first = ((long)at.Epoch * part.Labels.Count) + (step * Batch);
            ViewRow[] rows = [.. Enumerable.Range(0, Batch).Select(row => new ViewRow(order.At(first + row), ViewKind.Clean, (ulong)(first + row)))];
            var random = new CounterRandom(at.Seed, 4, (ulong)first);
            var (top, left) = (random.Below(ComparisonData.Side - crop + 1), random.Below(ComparisonData.Side - crop + 1));
            var images = views.Make(part, rows, hasGeometry: true).narrow(2, top, crop).narrow(3, left, crop); // [N,3,crop,crop]
            var labels = tensor(rows.Select(row => (long)part.Labels[row.Image]).ToArray());
            foreach (var parameter in model.parameters()) parameter.grad?.zero_();
            var loss = nn.functional.cross_entropy(model.call(ChannelsLast.Of(images)), labels, label_smoothing: 0.1);
            loss.backward();
            optimizer.Step(CosineRate.At((at.Epoch * at.Steps) + step, at.Epochs * at.Steps, Rate));
            sum += loss.item<float>();
        }
        return sum / at.Steps;
    }
}
