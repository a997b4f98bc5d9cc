using ArchRepair.Engine.Loading;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair.Training;
using static TorchSharp.torch;

namespace ArchRepair.Benchmarks;

/// <summary>
/// Repairs every block of a network in turn with the same small budget: so many steps on the weights of that block alone, with the
/// optimizer of the strategy <c>block</c>, on images of which a quarter is clean. What the network was comes back after each.
/// </summary>
/// <param name="Clean">Training images.</param>
/// <param name="Corrupted">The same images, corrupted.</param>
/// <param name="Test">Other images, corrupted: what a gain is measured on.</param>
internal sealed record OracleRepair(ChainClassifier Model, Normalization Normalization, LabelledImages Clean, LabelledImages Corrupted, LabelledImages Test)
{
    private const int CleanRows = 16;
    private const int CorruptedRows = 48;
    private const double Rate = 0.02;
    private const double Decay = 5e-3;

    /// <summary>Gain of each replaceable block, in shares of the test images.</summary>
    /// <param name="steps">Optimizer steps of each block.</param>
    /// <param name="seed">Of the order of images.</param>
    public IReadOnlyList<double> Gains(int steps, ulong seed)
    {
        using var scope = NewDisposeScope();
        Tensor clean, corrupted, test;
        using (no_grad()) (clean, corrupted, test) = (Input(Clean), Input(Corrupted), Input(Test));
        var labels = Labels(Clean);
        var testLabels = Labels(Test);
        var before = Accuracy(test, 0, testLabels);
        var gains = new List<double>();
        foreach (var block in Model.Blocks.Where(block => block.IsReplaceable))
        {
            var trainable = new TrainableScope(Model, block.Index, [Model.ModuleOf(block.Index)], areNormsFixed: false);
            var original = trainable.Copy();
            Train(trainable, clean, corrupted, labels, steps, seed);
            gains.Add(Accuracy(test, block.Index, testLabels) - before);
            trainable.Restore(original);
            foreach (var tensor in original.Values) tensor.Dispose();
            using var noGrad = no_grad();
            (clean, corrupted, test) = (Next(clean, block.Index), Next(corrupted, block.Index), Next(test, block.Index));
        }
        return gains;
    }

    private static void Train(TrainableScope trainable, Tensor clean, Tensor corrupted, Tensor labels, int steps, ulong seed)
    {
        using var optimizer = new MomentumSgd(trainable.Weights, Decay);
        var random = new SplitMix(seed); // every block sees the same images in the same order
        trainable.StartTraining();
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            var ofClean = Draw(random, CleanRows, clean.shape[0]);
            var ofCorrupted = Draw(random, CorruptedRows, clean.shape[0]);
            var features = cat([clean.index_select(0, ofClean), corrupted.index_select(0, ofCorrupted)], 0); // [64,C,H,W]
            var classes = labels.index_select(0, cat([ofClean, ofCorrupted], 0));
            foreach (var weight in trainable.Weights) weight.grad?.zero_();
            nn.functional.cross_entropy(trainable.Forward(features), classes).backward();
            nn.utils.clip_grad_norm_(trainable.Weights, max_norm: 5);
            optimizer.Step(CosineRate.At(step, steps, Rate));
        }
        trainable.StopTraining();
    }

    private static Tensor Draw(SplitMix random, int rows, long images) => tensor(Enumerable.Range(0, rows).Select(_ => (long)random.Below((int)images)).ToArray());

    private Tensor Input(LabelledImages images) => Normalization.Apply(ImageTensor.Pixels(images.Pixels, images.Height, images.Width, CPU));

    private static Tensor Labels(LabelledImages images) => tensor(images.Labels.Select(label => (long)label).ToArray());

    // In pieces, because the inner activations of all images at once would be gigabytes.
    private Tensor Next(Tensor features, int block)
    {
        using var scope = NewDisposeScope();
        var next = cat([.. features.split(250).Select(piece => Model.ForwardBlock(piece, block))], 0);
        features.Dispose();
        return next.MoveToOuterDisposeScope();
    }

    private double Accuracy(Tensor features, int fromBlock, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var answers = cat([.. features.split(250).Select(piece => Model.ForwardSuffix(piece, fromBlock).argmax(1))], 0);
        return answers.eq(labels).to_type(ScalarType.Float64).mean().item<double>();
    }
}
