using System.Globalization;

using ArchRepair.Engine.Formats;

using Shapes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Training;

/// <summary>An ordinary TorchSharp training loop, and what a careless deployment step does to its result.</summary>
internal static class Trainer
{
    private const int Epochs = 16;
    private const int Batch = 100;
    private const int Levels = 1;
    private const string DamagedBlock = "stage2.layers.0";

    /// <summary>Trains on the drawn images and writes TorchSharp's own format.</summary>
    public static void Train(string data, string weights)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new ShapeNet();
        var (inputs, labels) = Images(data);
        var count = (int)labels.shape[0];
        var optimizer = optim.AdamW(model.parameters(), 0.004, weight_decay: 0.02);
        var schedule = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 0.008, total_steps: Epochs * count / Batch);
        using var generator = new Generator(7);
        model.train();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            using var epochScope = NewDisposeScope();
            var order = randperm(count, generator: generator);
            double loss = 0;
            for (var start = 0; start < count; start += Batch)
            {
                using var step = NewDisposeScope();
                var picked = order.narrow(0, start, Batch);
                var logits = model.call(Jitter(inputs.index_select(0, picked), generator));
                var error = functional.cross_entropy(logits, labels.index_select(0, picked), label_smoothing: 0.05);
                optimizer.zero_grad();
                error.backward();
                optimizer.step();
                schedule.step();
                loss += error.item<float>() * Batch / count;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1,2} of {Epochs}: loss {loss:0.000}"));
        }
        Directory.CreateDirectory(Path.GetDirectoryName(weights)!);
        model.save(weights);
    }

    /// <summary>Cuts the convolutions of one block to three weight levels, to save memory.</summary>
    public static void Damage(string healthy, string candidate)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new ShapeNet();
        model.load(healthy);
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (!name.StartsWith(DamagedBlock + ".", StringComparison.Ordinal) || parameter.dim() != 4) continue;
            var scale = parameter.abs().max().div(Levels);
            parameter.copy_(parameter.div(scale).round().mul(scale));
        }
        model.save(candidate);
    }

    // Normalized as archrepair.json says: (pixel/255 − 0.5) / 0.25.
    private static (Tensor Inputs, Tensor Labels) Images(string folder)
    {
        using var images = ImageFormats.OpenClean("cifar10", folder, DataPart.Train);
        var bytes = new byte[images.Count * images.ImageBytes];
        images.Read(0, images.Count, bytes);
        var pixels = tensor(bytes).view(images.Count, images.Height, images.Width, 3).permute(0, 3, 1, 2); // [N,3,H,W]
        var inputs = pixels.to(ScalarType.Float32).div_(255).sub_(0.5).div_(0.25).contiguous();
        return (inputs, tensor(images.Labels.Select(label => (long)label).ToArray()));
    }

    // Contrast and brightness as cameras vary them: without it the network would hang on the exact level of the ink.
    private static Tensor Jitter(Tensor images, Generator generator)
    {
        using var scope = NewDisposeScope();
        var count = images.shape[0];
        var contrast = rand([count, 1, 1, 1], generator: generator).mul_(0.9).add_(0.3); // 0.3 to 1.2
        var brightness = rand([count, 1, 1, 1], generator: generator).sub_(0.5).mul_(0.8);
        var mean = images.mean([2, 3], keepdim: true); // [N,3,1,1]
        return images.sub(mean).mul(contrast).add_(mean).add_(brightness).MoveToOuterDisposeScope();
    }
}
