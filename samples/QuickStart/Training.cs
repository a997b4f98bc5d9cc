using System.Globalization;

using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Native;

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QuickStart;

/// <summary>
/// Makes the committed files again: trains a small network on the drawn images, cuts one block of a copy to 3-bit weights, and
/// records the baseline of the healthy one.
/// </summary>
internal static class Training
{
    private const int Epochs = 16;
    private const int Batch = 100;
    private const string QuantizedBlock = "layer2.0";

    /// <param name="isTrainedAnew">False keeps the healthy network and only makes candidate and baseline again.</param>
    public static int MakeWeights(string folder, ToolRun tool, bool isTrainedAnew)
    {
        NativeBackend.Load(new NativeBackendOptions { Threads = Environment.ProcessorCount });
        var normalization = new Normalization([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]);
        using var network = ArchitectureCatalog.Create(new ModelSpecification("resnet14", ShapePainter.Classes.Count, normalization, ShapePainter.Side), seed: 1);
        var weights = Path.Combine(folder, "weights");
        var healthy = Path.Combine(weights, "healthy.safetensors");
        Directory.CreateDirectory(weights);
        if (isTrainedAnew)
        {
            Fit(network, Path.Combine(folder, "data"), normalization);
            Save(network, healthy);
        }
        else Load(network, healthy);
        Quantize(network, QuantizedBlock, levels: 2);
        Save(network, Path.Combine(weights, "candidate.safetensors"));

        // No baseline yet: the check is inconclusive (exit 3), which is what 'accept' is for.
        tool.Run(["check", "archrepair.json", "--weights", "weights/healthy.safetensors", "--no-repair"]);
        return tool.Run(["baseline", "accept", "archrepair.json", "--force"]);
    }

    private static void Fit(ChainClassifier network, string folder, Normalization normalization)
    {
        using var images = ImageFormats.OpenClean("cifar10", folder, DataPart.Train);
        var bytes = new byte[images.Count * images.ImageBytes];
        images.Read(0, images.Count, bytes);
        using var scope = NewDisposeScope();
        var pixels = tensor(bytes).view(images.Count, images.Height, images.Width, 3).permute(0, 3, 1, 2).to(ScalarType.Float32).div_(255); // [N,3,H,W]
        var inputs = normalization.Apply(pixels);
        var labels = tensor(images.Labels.Select(label => (long)label).ToArray()); // [N]
        var steps = Epochs * images.Count / Batch;
        var optimizer = optim.SGD(network.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
        var schedule = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 0.2, total_steps: steps);
        using var generator = new Generator(7);
        network.train();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            using var epochScope = NewDisposeScope();
            var order = randperm(images.Count, generator: generator);
            double loss = 0;
            for (var start = 0; start < images.Count; start += Batch)
            {
                using var step = NewDisposeScope();
                var picked = order.narrow(0, start, Batch);
                var logits = network.call(Jitter(inputs.index_select(0, picked), generator));
                var error = functional.cross_entropy(logits, labels.index_select(0, picked), label_smoothing: 0.05);
                optimizer.zero_grad();
                error.backward();
                optimizer.step();
                schedule.step();
                loss += error.item<float>() * Batch / images.Count;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1,2} of {Epochs}: loss {loss:0.000}"));
        }

        network.eval();
    }

    // Contrast and brightness as cameras vary them: without it the network would hang on the exact level of the ink.
    private static Tensor Jitter(Tensor images, Generator generator)
    {
        using var scope = NewDisposeScope();
        var count = images.shape[0];
        var contrast = rand([count, 1, 1, 1], generator: generator).mul_(0.9).add_(0.3); // 0.3 to 1.2
        var brightness = rand([count, 1, 1, 1], generator: generator).sub_(0.5).mul_(0.8); // in units of the normalized image
        var mean = images.mean([2, 3], keepdim: true); // [N,3,1,1]
        return images.sub(mean).mul(contrast).add_(mean).add_(brightness).MoveToOuterDisposeScope();
    }

    // Symmetric uniform quantization per tensor, to so many levels on each side of zero: what a careless deployment step does to a
    // block. Two levels are five values, 2.3 bits.
    private static void Quantize(ChainClassifier network, string path, int levels)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!name.StartsWith(path + ".", StringComparison.Ordinal) || parameter.dim() != 4) continue;
            var scale = parameter.abs().max().div(levels);
            parameter.copy_(parameter.div(scale).round().mul(scale));
        }
    }

    private static void Load(ChainClassifier network, string path)
    {
        using var scope = NewDisposeScope();
        var tensors = WeightsFile.Read(path).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToTensor(), StringComparer.Ordinal);
        if (WeightsLoader.Load(network, tensors) is { Count: > 0 } problems) throw new InvalidDataException(problems[0].Message);
        network.eval();
    }

    private static void Save(ChainClassifier network, string path)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path, [.. network.state_dict().Select(entry => TensorConversion.FromTensor(entry.Key, entry.Value))]);
        Console.WriteLine($"wrote {path}");
    }
}
