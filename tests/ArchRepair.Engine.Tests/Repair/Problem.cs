using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Repair.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

/// <summary>A problem of four colours that a small network learns in seconds, and a network with one broken block.</summary>
internal static class Problem
{
    public const int Side = 16;
    public const int Classes = 4;
    private static readonly byte[][] Colours = [[200, 60, 60], [60, 200, 60], [60, 60, 200], [180, 180, 60]];

    /// <summary>Noisy images whose colour tells the class.</summary>
    public static RepairImages Images(int fit, int search) => new(Side, Side, Part(fit, 1), Part(search, 2));

    /// <summary>An untrained network of eight layers, small enough for tests.</summary>
    public static ChainClassifier Network(ulong seed = 1) =>
        ArchitectureCatalog.Create(new ModelSpecification("resnet8", Classes, Normalization.ImageNet, Side), seed);

    /// <summary>Zeroes every second channel of a block's first convolution and turns the signs of its second.</summary>
    public static void Damage(ChainClassifier model, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var convolutions = model.ModuleOf(model.FindBlock(path).Index).modules().OfType<Conv2d>().ToArray();
        convolutions[0].weight!.slice(0, 0, long.MaxValue, 2).zero_();
        convolutions[^1].weight!.neg_();
    }

    /// <summary>Share of right answers in [0,1].</summary>
    public static double Accuracy(ChainClassifier model, RepairPart part)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        var count = part.Labels.Count;
        var raw = tensor(part.Pixels.ToArray(), [count, Side, Side, 3], dtype: ScalarType.Byte);
        var images = Normalization.ImageNet.Apply(raw.to(ScalarType.Float32).div_(255).permute(0, 3, 1, 2));
        return model.call(images).argmax(1).eq(tensor(part.Labels.Select(label => (long)label).ToArray())).sum().item<long>() / (double)count;
    }

    private static RepairPart Part(int count, ulong purpose)
    {
        var pixels = new byte[count * Side * Side * 3];
        var labels = new int[count];
        var random = new CounterRandom(7, purpose, 0);
        for (var i = 0; i < pixels.Length; i++)
        {
            var image = i / (Side * Side * 3);
            labels[image] = image % Classes;
            pixels[i] = (byte)Math.Clamp(Colours[image % Classes][i % 3] + random.Below(121) - 60, 0, 255);
        }
        return new RepairPart(pixels, labels);
    }
}
