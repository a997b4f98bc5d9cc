using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Tests;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Models;

/// <summary>Against logits and accuracies that PyTorch computed from the same public checkpoints on the real CIFAR-10 test set.</summary>
public sealed class PublicCheckpointTests
{
    private const int RecordLength = 3073;

    [TestCase("resnet20", "resnet20-12fca82f.th", "resnet20-clean-logits-first500.npy")]
    [TestCase("resnet56", "resnet56-4bfd9763.th", "resnet56-clean-logits-first500.npy")]
    public void Logits_are_PyTorchs(string architecture, string weights, string reference)
    {
        using var model = Load(architecture, RealData.RequireData("models", weights));
        var expected = NpyFile.ReadAll(RealData.RequireData("models", reference));
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        var (images, _) = TestImages(500);

        var logits = model.call(ImageBatch.Normalize(images, 500, 32, 32, new PixelTable(Normalization.ImageNet)).contiguous());

        var largest = logits.data<float>().Zip(expected.Values<float>().ToArray(), (ours, theirs) => Math.Abs(ours - theirs)).Max();
        Assert.That(logits.shape, Is.EqualTo(expected.Shape));
        Assert.That(largest, Is.LessThan(1e-4));
    }

    [TestCase("resnet20", "resnet20-12fca82f.th", 9173)]
    [TestCase("resnet56", "resnet56-4bfd9763.th", 9339)]
    [Category("Slow")]
    public void Clean_accuracy_is_PyTorchs_to_the_image(string architecture, string weights, int expected)
    {
        using var model = Load(architecture, RealData.RequireData("models", weights));
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions());
        var (images, labels) = TestImages(10_000);
        var (classes, confidences) = (new ushort[10_000], new float[10_000]);

        Parallel.For(0, 100, piece => predictor.Predict(
            images.AsSpan(piece * 100 * 3072, 100 * 3072), 100, classes.AsSpan(piece * 100, 100), confidences.AsSpan(piece * 100, 100)));

        Assert.That(classes.Zip(labels).Count(pair => pair.First == pair.Second), Is.EqualTo(expected));
    }

    internal static ChainClassifier Load(string architecture, string path)
    {
        Backend.Require();
        using var scope = NewDisposeScope();
        var model = ArchitectureCatalog.Create(new ModelSpecification(architecture, 10, Normalization.ImageNet, 32));
        var tensors = WeightsFile.Read(path).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToTensor());
        Assert.That(WeightsLoader.Load(model, tensors), Is.Empty);
        model.eval();
        return model;
    }

    /// <returns>uint8 [N,32,32,3] and N labels of the CIFAR-10 test batch.</returns>
    internal static (byte[] Images, byte[] Labels) TestImages(int count)
    {
        var records = File.ReadAllBytes(RealData.RequireData("cifar10", "cifar-10-batches-bin", "test_batch.bin"));
        var images = new byte[count * 3072];
        var labels = new byte[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = records[image * RecordLength];
            for (var pixel = 0; pixel < 1024; pixel++)
                for (var channel = 0; channel < 3; channel++)
                    images[image * 3072 + pixel * 3 + channel] = records[image * RecordLength + 1 + channel * 1024 + pixel];
        }
        return (images, labels);
    }
}
