using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Tests.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class AdversarialCounterpartsTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [TestCase(AdversarialMethod.Fgsm)]
    [TestCase(AdversarialMethod.Pgd)]
    public void Counterparts_stay_in_the_ball_and_in_the_range_of_pixels_and_raise_the_loss(AdversarialMethod method)
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet20");
        model.eval();
        var pixels = Pixels(4);
        var labels = tensor(new long[] { 0, 1, 2, 3 });
        var options = new AdversarialOptions(method, Epsilon: 8 / 255.0, Steps: 4);

        var changed = AdversarialCounterparts.Make(model, Normalization.ImageNet, pixels, labels, options);

        Assert.That(changed.sub(pixels).abs().max().item<float>(), Is.LessThanOrEqualTo(8 / 255f + 1e-6f).And.GreaterThan(0.02f));
        Assert.That(changed.min().item<float>(), Is.GreaterThanOrEqualTo(0));
        Assert.That(changed.max().item<float>(), Is.LessThanOrEqualTo(1));
        Assert.That(Loss(model, changed, labels), Is.GreaterThan(Loss(model, pixels, labels)));
    }

    [Test]
    public void A_fast_gradient_step_moves_every_inner_pixel_by_epsilon()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet20");
        model.eval();
        var pixels = full([1, 3, 32, 32], 0.5f);

        var changed = AdversarialCounterparts.Make(
            model, Normalization.ImageNet, pixels, tensor(new long[] { 0 }), new AdversarialOptions(AdversarialMethod.Fgsm, Epsilon: 0.125));

        var steps = changed.sub(pixels).abs().flatten().data<float>().ToArray();
        Assert.That(steps, Is.All.EqualTo(0.125f).Or.Zero);
        Assert.That(steps.Count(step => step != 0), Is.GreaterThan(3000), "of 3,072 values nearly all have a gradient");
    }

    [Test]
    public void Making_counterparts_leaks_no_tensor()
    {
        using var model = Networks.Create("resnet20");
        model.eval();
        using var pixels = Pixels(2);
        using var labels = tensor(new long[] { 0, 1 });
        var before = TensorLeaks.Undisposed();

        AdversarialCounterparts.Make(model, Normalization.ImageNet, pixels, labels, new AdversarialOptions()).Dispose();

        Assert.That(TensorLeaks.Undisposed(), Is.EqualTo(before));
    }

    private static Tensor Pixels(int count)
    {
        using var generator = new Generator(7);
        return rand([count, 3, 32, 32], generator: generator);
    }

    private static float Loss(ChainClassifier model, Tensor pixels, Tensor labels)
    {
        using var noGrad = no_grad();
        return nn.functional.cross_entropy(model.call(Normalization.ImageNet.Apply(pixels)), labels).item<float>();
    }
}
