using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Tests.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Evaluation;

public sealed class PredictorTests
{
    private static readonly PredictorOptions Exact = new() { Exact = true };

    private ChainClassifier model = null!;

    [SetUp]
    public void MakeNetwork()
    {
        Backend.Require();
        model = Networks.Create("resnet8");
        model.eval();
    }

    [TearDown]
    public void DisposeNetwork() => model.Dispose();

    [Test]
    public void Answers_are_those_of_normalizing_and_calling_the_network()
    {
        var (images, pixels) = RandomImages(5, 32);
        var (classes, confidences) = (new ushort[5], new float[5]);
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, Exact);

        predictor.Predict(images, 5, classes, confidences);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var probabilities = model.call(Normalization.ImageNet.Apply(pixels)).softmax(1);
        Assert.That(classes.Select(value => (long)value), Is.EqualTo(probabilities.argmax(1).data<long>().ToArray()));
        Assert.That(confidences, Is.EqualTo(probabilities.amax([1]).data<float>().ToArray()).Within(1e-6));
    }

    [Test]
    public void Looking_pixels_up_gives_the_bits_of_the_formula()
    {
        var (images, pixels) = RandomImages(3, 16);
        using var scope = NewDisposeScope();

        var normalized = ImageBatch.Normalize(images, 3, 16, 16, new PixelTable(Normalization.ImageNet));

        Assert.That(BlockSurgery.IsBitEqual(normalized, Normalization.ImageNet.Apply(pixels)));
    }

    [Test]
    public void Many_threads_give_the_answers_of_one()
    {
        var (images, _) = RandomImages(64, 32);
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, Exact);
        var (expected, expectedConfidences) = (new ushort[64], new float[64]);
        predictor.Predict(images, 64, expected, expectedConfidences);
        var (classes, confidences) = (new ushort[64], new float[64]);

        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 4 }, piece =>
            predictor.Predict(images.AsSpan(piece * 4 * 3072, 4 * 3072), 4, classes.AsSpan(piece * 4, 4), confidences.AsSpan(piece * 4, 4)));

        Assert.That(classes, Is.EqualTo(expected));
        Assert.That(confidences, Is.EqualTo(expectedConfidences).Within(1e-6));
    }

    [Test]
    public void The_number_of_threads_changes_no_bit([Values] bool isExact)
    {
        var (images, pixels) = RandomImages(16, 32);
        pixels.Dispose();
        List<float[]> confidences = [];
        foreach (var threads in new[] { 1, 2, 4 })
        {
            using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions { Exact = isExact, Threads = threads });
            confidences.Add(new float[16]);
            predictor.Predict(images, 16, new ushort[16], confidences[^1]);
        }

        Assert.That(confidences[1], Is.EqualTo(confidences[0]));
        Assert.That(confidences[2], Is.EqualTo(confidences[0]));
    }

    [Test]
    public void Calls_side_by_side_share_the_threads()
    {
        var budget = new ThreadBudget(4);
        var before = get_num_threads();
        using (budget.Enter())
        {
            Assert.That(get_num_threads(), Is.EqualTo(4));
            using (budget.Enter()) Assert.That(get_num_threads(), Is.EqualTo(2));
        }
        using (new ThreadBudget(1).Enter()) Assert.That(get_num_threads(), Is.EqualTo(1));

        Assert.That(get_num_threads(), Is.EqualTo(before));
    }

    [Test]
    public void Predicting_leaves_no_tensor_and_no_setting_behind()
    {
        var (images, pixels) = RandomImages(2, 32);
        pixels.Dispose();
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, Exact);
        var (threads, live) = (get_num_threads(), Backend.LiveTensors);

        predictor.Predict(images, 2, new ushort[2], new float[2]);

        Assert.That(Backend.LiveTensors, Is.EqualTo(live));
        Assert.That(get_num_threads(), Is.EqualTo(threads));
        Assert.That(is_grad_enabled(), Is.True);
    }

    [Test]
    public void Bytes_that_are_no_images_are_refused()
    {
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, Exact);

        Assert.That(() => predictor.Predict(new byte[3071], 1, new ushort[1], new float[1]), Throws.ArgumentException);
        Assert.That(() => predictor.Predict(new byte[3 * 8 * 16], 1, new ushort[1], new float[1]), Throws.ArgumentException);
        Assert.That(() => predictor.Predict([], 0, [], []), Throws.Nothing);
    }

    [Test]
    public void Images_need_not_be_square_when_their_width_is_told()
    {
        using var predictor = PredictorFactory.Create(model, Normalization.ImageNet, Exact with { Width = 48 });

        Assert.That(() => predictor.Predict(new byte[3 * 32 * 48], 1, new ushort[1], new float[1]), Throws.Nothing);
    }

    [Test]
    public void A_network_in_training_mode_is_refused()
    {
        model.train();

        Assert.That(() => PredictorFactory.Create(model, Normalization.ImageNet, Exact), Throws.InvalidOperationException);
    }

    [Test]
    public void Logits_that_are_no_numbers_have_no_confidence()
    {
        using var logits = tensor(new[] { 1f, float.NaN, 3f, 0f, float.PositiveInfinity, 0f, 2f, 2f, 1f }).reshape(3, 3);
        var (classes, confidences) = (new ushort[3], new float[3]);

        Answers.Read(logits, classes, confidences);

        Assert.That(confidences[..2], Is.EqualTo(new[] { 0f, 0f }));
        Assert.That(classes[2], Is.Zero, "the lowest of equals");
        Assert.That(confidences[2], Is.EqualTo(1 / (2 + Math.Exp(-1))).Within(1e-6));
    }

    /// <returns>The bytes, [N,size,size,3], and the same as float [N,3,size,size] in [0,1].</returns>
    internal static (byte[] Bytes, Tensor Pixels) RandomImages(int count, int size)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var pixels = randint(0, 256, [count, 3, size, size], generator: generator, dtype: ScalarType.Byte);
        return (pixels.permute(0, 2, 3, 1).contiguous().bytes.ToArray(), pixels.to(ScalarType.Float32).div_(255).MoveToOuterDisposeScope());
    }
}
