using ArchRepair.Core.Results;
using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Tests.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class LocalizerTests
{
    private static readonly LocalizationOptions Quick = new() { Resamples = 20, Adversarial = new AdversarialOptions(AdversarialMethod.None) };

    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void Every_block_but_the_head_is_ranked_and_scores_are_shares()
    {
        using var model = Networks.Create("resnet20");
        var ranking = Rank(model, Examples(6, 8), Quick);

        Assert.That(ranking.Blocks.Select(block => block.Path), Is.EquivalentTo(model.Blocks.SkipLast(1).Select(block => block.Path)));
        Assert.That(ranking.Blocks.Select(block => block.Score), Is.Ordered.Descending);
        Assert.That(ranking.Blocks.Sum(block => block.Score), Is.EqualTo(1).Within(1e-9));
        Assert.That(ranking.Blocks.Sum(block => block.Neurons), Is.EqualTo(16 + (6 * (16 + 32 + 64))));
        Assert.That(ranking.Blocks.All(block => block.Interval.Contains(block.Score)));
        Assert.That((ranking.Failures, ranking.Passes, ranking.Adversarial), Is.EqualTo((6, 8, 0)));
        Assert.That(ranking.Cells, Is.EqualTo(new[] { Cell.Clean }));
    }

    [Test]
    public void The_ranking_does_not_depend_on_the_batch_and_repeats()
    {
        using var model = Networks.Create("resnet20");
        var examples = Examples(9, 11);
        var whole = Rank(model, examples, Quick with { DriftWeight = 0.5 });
        var again = Rank(model, examples, Quick with { DriftWeight = 0.5 });
        var pieces = Rank(model, examples, Quick with { DriftWeight = 0.5, BatchSize = 4 });

        Assert.That(again.Blocks, Is.EqualTo(whole.Blocks));
        Assert.That(pieces.Blocks.Select(block => block.Path), Is.EqualTo(whole.Blocks.Select(block => block.Path)));
        Assert.That(pieces.Blocks.Select(block => block.Score), Is.EqualTo(whole.Blocks.Select(block => block.Score)).Within(1e-6));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(100)]
    public void With_the_defaults_too_every_batch_gives_the_same_ranking_and_the_same_scores_by_corruption(int batch)
    {
        using var model = Networks.Create("resnet20");
        Calibrate(model);
        using (no_grad()) model.NeuronLayersOf(4)[1].Norm!.running_var!.mul_(3);
        var examples = Examples(9, 11, corruptions: 3);
        var whole = Rank(model, examples, new LocalizationOptions { Resamples = 20 });
        var pieces = Rank(model, examples, new LocalizationOptions { Resamples = 20, BatchSize = batch });

        Assert.That(pieces.Blocks.Select(block => block.Path), Is.EqualTo(whole.Blocks.Select(block => block.Path)));
        Assert.That(pieces.Blocks.Select(block => block.Score), Is.EqualTo(whole.Blocks.Select(block => block.Score)).Within(1e-3));
        Assert.That(pieces.TopIsAmbiguous, Is.EqualTo(whole.TopIsAmbiguous));
        for (var row = 0; row < whole.ByCorruption.Count; row++)
            Assert.That(pieces.ByCorruption[row].Scores, Is.EqualTo(whole.ByCorruption[row].Scores).Within(1e-3));
    }

    [Test]
    public void Each_corruption_is_ranked_as_if_its_failures_were_the_only_ones()
    {
        using var model = Networks.Create("resnet20");
        Calibrate(model);
        var examples = Examples(9, 8, corruptions: 3);
        var ranking = Rank(model, examples, Quick);

        Assert.That(ranking.ByCorruption.Select(row => (row.Corruption, row.Failures)), Is.EqualTo(new[] { ("c0", 3), ("c1", 3), ("c2", 3) }));
        int[] ofSecond = [1, 4, 7, .. Enumerable.Range(9, 8)];
        var alone = Rank(model, examples with
        {
            Images = (byte[])[.. ofSecond.SelectMany(i => examples.Images.Slice(i * 3072, 3072).ToArray())],
            Labels = [.. ofSecond.Select(i => examples.Labels[i])],
            Origins = null,
            Failures = 3,
        }, Quick);
        Assert.That(alone.ByCorruption, Is.Empty);
        foreach (var (place, block) in ranking.Blocks.Index())
            Assert.That(ranking.ByCorruption[1].Scores[place], Is.EqualTo(alone.Blocks.Single(other => other.Path == block.Path).Score).Within(1e-5));
    }

    [Test]
    public void Depth_is_the_order_of_computation()
    {
        using var model = Networks.Create("resnet20");
        var ranking = Rank(model, Examples(3, 4), Quick);
        Assert.That(ranking.Blocks.OrderBy(block => block.Depth).Select(block => block.Path), Is.EqualTo(model.Blocks.SkipLast(1).Select(block => block.Path)));
    }

    [Test]
    public void Options_for_all_rules_run([Values] ThresholdRule threshold, [Values] BlockAggregation aggregation)
    {
        using var model = Networks.Create("resnet20");
        var options = Quick with
        {
            Threshold = threshold,
            Aggregation = aggregation,
            DriftWeight = 0,
            SubtractsPasses = true,
            Combination = NeuronCombination.RankSum,
        };
        Assert.That(Rank(model, Examples(2, 2), options).Blocks, Has.Count.EqualTo(10));
    }

    [Test]
    public void At_layer_level_every_convolution_is_ranked()
    {
        using var model = Networks.Create("resnet20");
        var ranking = Rank(model, Examples(2, 2), Quick with { Level = LocalizationLevel.Layer });
        Assert.That(ranking.Blocks, Has.Count.EqualTo(19));
        Assert.That(ranking.Blocks.Select(block => block.Path), Does.Contain("layer2.1.conv2"));
    }

    [Test]
    public void A_block_that_leaves_its_recorded_statistics_comes_first()
    {
        using var model = Networks.Create("resnet20");
        Calibrate(model);
        using (no_grad()) model.NeuronLayersOf(5)[0].Norm!.running_mean!.add_(3);

        var ranking = Rank(model, Examples(4, 8), Quick);

        Assert.That(ranking.Blocks[0].Path, Is.EqualTo(model.Blocks[5].Path));
        Assert.That(ranking.TopIsAmbiguous, Is.False);
    }

    [Test]
    public void When_failures_are_few_flipped_counterparts_of_passes_join_them()
    {
        using var model = Networks.Create("resnet20");
        var examples = WithOwnAnswers(model, Examples(1, 12));
        var options = Quick with { Adversarial = new AdversarialOptions(AdversarialMethod.Pgd, Epsilon: 0.2, Steps: 3, EnoughFailures: 6) };

        var ranking = Rank(model, examples, options);

        Assert.That(ranking.Adversarial, Is.InRange(1, 5));
        Assert.That((ranking.Failures, ranking.Passes), Is.EqualTo((1, 12)));
    }

    [Test]
    public void The_network_is_left_as_it_was_and_nothing_leaks()
    {
        using var model = Networks.Create("resnet20");
        model.train();
        var before = Weights(model);
        var tensors = TensorLeaks.Undisposed();

        Rank(model, Examples(2, 3), Quick with { Adversarial = new AdversarialOptions(EnoughFailures: 4) });

        Assert.That(TensorLeaks.Undisposed(), Is.EqualTo(tensors));
        Assert.That(model.training, Is.True);
        Assert.That(Weights(model), Is.EqualTo(before));
        Assert.That(model.parameters().All(parameter => parameter.grad is null || parameter.grad.IsInvalid));
    }

    [Test]
    public void Unusable_options_and_examples_are_refused_with_every_reason()
    {
        using var model = Networks.Create("resnet20");
        Assert.That(
            () => Rank(model, Examples(0, 3), Quick with { TopShare = 2 }),
            Throws.ArgumentException.With.Message.Contains("topShare").And.Message.Contains("failing example"));
    }

    [Test]
    public void A_label_that_the_model_does_not_know_is_refused()
    {
        using var model = Networks.Create("resnet20", classes: 5);
        Assert.That(() => Rank(model, Examples(2, 8), Quick), Throws.ArgumentException.With.Message.Contains("label 5 is none of the model's 5 classes"));
    }

    [Test]
    public void A_cancelled_ranking_ends()
    {
        using var model = Networks.Create("resnet20");
        Assert.That(
            () => Localizer.Rank(model, Normalization.ImageNet, Examples(2, 2), Quick, 1, (_, _) => { }, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Progress_ends_at_the_number_of_examples()
    {
        using var model = Networks.Create("resnet20");
        var reports = new List<(long Done, long Total)>();
        Localizer.Rank(model, Normalization.ImageNet, Examples(3, 4), Quick with { BatchSize = 2 }, 1, (done, total) => reports.Add((done, total)), default);
        Assert.That(reports[^1], Is.EqualTo((7L, 7L)));
        Assert.That(reports.Select(report => report.Done), Is.Ordered);
    }

    private static BlockRanking Rank(ChainClassifier model, LocalizationExamples examples, LocalizationOptions options) =>
        Localizer.Rank(model, Normalization.ImageNet, examples, options, seed: 1, (_, _) => { }, CancellationToken.None);

    private static double[] Weights(ChainClassifier model) =>
        [.. model.state_dict().Values.Select(tensor => { using var sum = tensor.to(ScalarType.Float64).abs().sum(); return sum.item<double>(); })];

    /// <summary>Images of noise; which of them fail is only said, as the localizer takes the caller's word.</summary>
    private static LocalizationExamples Examples(int failures, int passes, int corruptions = 0)
    {
        var random = new SplitMix(8);
        var images = new byte[(failures + passes) * 32 * 32 * 3];
        for (var i = 0; i < images.Length; i++) images[i] = (byte)random.Below(256);
        int[] labels = [.. Enumerable.Range(0, failures + passes).Select(i => i % 10)];
        return new LocalizationExamples(images, 32, 32, labels, failures, "noise", [Cell.Clean])
        {
            Origins = corruptions == 0 ? null : [.. Enumerable.Range(0, failures + passes).Select(i => new Cell($"c{i % corruptions}", 3))],
        };
    }

    private static LocalizationExamples WithOwnAnswers(ChainClassifier model, LocalizationExamples examples)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        var pixels = ImageTensor.Pixels(examples.Images.Span, 32, 32, CPU);
        var answers = model.call(Normalization.ImageNet.Apply(pixels)).argmax(1).data<long>().ToArray();
        return examples with { Labels = [.. answers.Select(answer => (int)answer)] };
    }

    /// <summary>Lets every normalization layer record the statistics of noise images, front to back.</summary>
    private static void Calibrate(ChainClassifier model)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.train();
        foreach (var layer in model.Blocks.SelectMany(block => model.NeuronLayersOf(block.Index))) layer.Norm!.momentum = 1;
        var examples = Examples(4, 28);
        model.call(Normalization.ImageNet.Apply(ImageTensor.Pixels(examples.Images.Span, 32, 32, CPU)));
        model.eval();
    }
}
