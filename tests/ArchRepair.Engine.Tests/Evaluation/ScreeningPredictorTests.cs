using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Evaluation;

public sealed class ScreeningPredictorTests
{
    private const int Count = 64;
    private const int Classes = 10;

    [SetUp]
    public void RequireBackend() => Backend.Require();

    [TestCase(0f)]
    [TestCase(0.01f)]
    [TestCase(0.05f)]
    [TestCase(0.5f)]
    public void Answers_are_the_fine_forms_however_wrong_the_coarse_one_is(float error)
    {
        using var screen = Screen(Logits(seed: 1), error);
        using var plain = new FormPredictor(new Fixed("fine", Logits(seed: 1), 0), Normalization.ImageNet, new PredictorOptions());

        Assert.That(Predict(screen), Is.EqualTo(Predict(plain)));
    }

    [Test]
    public void The_more_wrong_the_coarse_form_is_the_more_is_asked_again()
    {
        double Share(float error)
        {
            using var screen = Screen(Logits(seed: 2), error);
            Predict(screen);
            return screen.ShareAskedAgain;
        }

        Assert.That(Share(0), Is.LessThan(0.3));
        Assert.That(Share(0.02f), Is.GreaterThan(Share(0)));
        Assert.That(Share(0.5f), Is.EqualTo(1));
    }

    [Test]
    public void A_batch_of_clear_answers_is_still_sampled()
    {
        using var screen = Screen(eye(Count, Classes).mul(20).add(eye(Classes).index_select(0, arange(Count).remainder(Classes))), 0);

        Predict(screen);

        Assert.That(screen.ShareAskedAgain, Is.EqualTo((double)ScreeningPredictor.LeastAsked / Count).Within(0.2));
        Assert.That(screen.ShareAskedAgain, Is.GreaterThan(0));
    }

    [Test]
    public void A_logit_that_is_no_number_sends_the_whole_batch_to_the_fine_form()
    {
        using var logits = Logits(seed: 3);
        using var broken = logits.clone();
        broken[5, 3] = float.NaN;
        using var screen = new ScreeningPredictor(new Fixed("coarse", broken, 0), new Fixed("fine", logits.clone(), 0), Normalization.ImageNet, new PredictorOptions());

        Predict(screen);

        Assert.That(screen.ShareAskedAgain, Is.EqualTo(1));
    }

    private static ScreeningPredictor Screen(Tensor logits, float error) =>
        new(new Fixed("coarse", logits.clone(), error), new Fixed("fine", logits, 0), Normalization.ImageNet, new PredictorOptions());

    // Each image says in its first pixel which it is, so that the fine form can be asked about some of them.
    private static ushort[] Predict(Predictor predictor)
    {
        var images = new byte[Count * 3];
        for (var image = 0; image < Count; image++) images[image * 3] = (byte)image;
        var classes = new ushort[Count];
        predictor.Predict(images, Count, classes, new float[Count]);
        return classes;
    }

    private static Tensor Logits(long seed)
    {
        using var generator = new Generator((ulong)seed);
        return randn(Count, Classes, generator: generator);
    }

    /// <summary>Logits by the image's number, wrong by at most a share of their span.</summary>
    private sealed class Fixed : InferenceForm
    {
        private readonly Tensor logits;

        public Fixed(string name, Tensor logits, float error)
        {
            using var scope = NewDisposeScope();
            Name = name;
            using var generator = new Generator(9);
            var span = logits.amax([1], keepdim: true).sub(logits.amin([1], keepdim: true));
            var noise = rand(Count, Classes, generator: generator).mul(2).sub(1).mul(span).mul(error);
            this.logits = logits.add(noise).DetachFromDisposeScope();
        }

        public override string Name { get; }

        public override Tensor Logits(Tensor images)
        {
            using var scope = NewDisposeScope();
            var red = images.select(1, 0).select(1, 0).select(1, 0).mul(0.229f).add(0.485f).mul(255).round().to(ScalarType.Int64);
            return logits.index_select(0, red).MoveToOuterDisposeScope();
        }

        public override void Dispose() => logits.Dispose();
    }
}
