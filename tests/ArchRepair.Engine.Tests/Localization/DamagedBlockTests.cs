using ArchRepair.Core.Results;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Tests.Models;
using ArchRepair.Tests;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Localization;

/// <summary>The real ResNet-20 with a known damage, on real test images.</summary>
public sealed class DamagedBlockTests
{
    [TestCase("layer1.1", 100)]
    [TestCase("layer3.0", 3)]
    public void A_damaged_block_is_found_from_many_failures_and_from_three(string path, int failures)
    {
        using var model = PublicCheckpointTests.Load("resnet20", RealData.RequireData("models", "resnet20-12fca82f.th"));
        AddNoise(model, path);
        var examples = Examples(model, failures);

        var ranking = Localizer.Rank(
            model, Normalization.ImageNet, examples, new LocalizationOptions { Resamples = 50 }, seed: 1, (_, _) => { }, CancellationToken.None);

        Assert.That(examples.Failures, Is.EqualTo(failures));
        Assert.That(ranking.Blocks[0].Path, Is.EqualTo(path));
        Assert.That(ranking.TopIsAmbiguous, Is.False);
    }

    private static void AddNoise(ChainClassifier model, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(3);
        foreach (var layer in model.NeuronLayersOf(model.FindBlock(path).Index))
        {
            var weight = layer.Convolution.weight!;
            weight.add_(randn(weight.shape, generator: generator).mul_(weight.std()));
        }
    }

    private static LocalizationExamples Examples(ChainClassifier model, int failures)
    {
        var (images, labels) = PublicCheckpointTests.TestImages(1000);
        var cell = new CellImages(Cell.Clean, 1000, (start, count, destination) => images.AsSpan(start * 3072, count * 3072).CopyTo(destination));
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions { Exact = true, Threads = 2 });
        return ExampleSelector.Select(
            [cell], [.. labels.Select(label => (int)label)], 32, 32, predictor, new ExampleRequest(failures, 60, "test images", 4), CancellationToken.None);
    }
}
