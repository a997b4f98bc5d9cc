using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Tests.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Evaluation;

public sealed class InferenceFormTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [TestCase("resnet8")]
    [TestCase("resnet20")]
    [TestCase("resnet110")]
    [TestCase("resnet18")]
    [TestCase("resnet50")]
    [TestCase("resnet18-cifar")]
    public void Folded_and_fused_logits_agree_with_the_networks_own(string architecture)
    {
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        using var model = Trained(architecture);
        using var eager = new EagerForm(model);
        var images = ChannelsLast.Of(Networks.Images(4, 64));
        var expected = eager.Logits(images);
        foreach (var kernel in Kernels())
        {
            using var form = new FoldedForm(model, kernel);

            var largest = form.Logits(images).sub(expected).abs().max().item<float>() / expected.abs().max().item<float>();

            Assert.That(largest, Is.LessThan(FormProbe.Tolerance), $"{architecture} {form.Name}");
        }
    }

    [Test]
    public void Fused_logits_have_the_bits_of_folded_ones()
    {
        if (OneDnn.Find() is not { } functions)
        {
            Assert.Ignore("this libtorch does not export the fused functions.");
            return;
        }
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        using var model = Trained("resnet20");
        using var folded = new FoldedForm(model, new PlainKernel());
        using var fused = new FoldedForm(model, new FusedKernel(functions));
        var images = ChannelsLast.Of(Networks.Images(8, 32));

        Assert.That(BlockSurgery.IsBitEqual(fused.Logits(images), folded.Logits(images)));
    }

    [Test]
    public void A_block_without_a_faster_form_runs_as_it_is_and_sees_floats()
    {
        using var scope = NewDisposeScope();
        using var noGrad = inference_mode();
        using var model = Trained("resnet8");
        model.ReplaceBlock("layer2.0", new Strange(model.ModuleOf(2)));
        var images = ChannelsLast.Of(Networks.Images(4, 32));
        var expected = model.call(images);

        using var form = PredictorFactory.Choose(model, new PredictorOptions());

        Assert.That(form.Name, Is.Not.EqualTo("eager"));
        Assert.That(form.Logits(images).sub(expected).abs().max().item<float>(), Is.LessThan(1e-4));
    }

    [Test]
    public void A_form_that_computes_something_else_is_not_chosen()
    {
        using var model = Trained("resnet8");
        using var other = Networks.Create("resnet8", seed: 99);
        other.eval();
        using var eager = new EagerForm(model);
        using var wrong = new FoldedForm(other, new PlainKernel());
        using var right = new FoldedForm(model, new PlainKernel());

        Assert.That(FormProbe.Agrees(wrong, eager, model), Is.False);
        Assert.That(FormProbe.Agrees(right, eager, model), Is.True);
    }

    [Test]
    public void Convolutions_that_libtorch_refuses_are_exceptions()
    {
        if (OneDnn.Find() is not { } functions)
        {
            Assert.Ignore("this libtorch does not export the fused functions.");
            return;
        }
        using var scope = NewDisposeScope();
        using var model = Trained("resnet8");
        var stem = (StemBlock)model.ModuleOf(0);
        using var folded = FoldedConvolution.Fold(stem.Convolution, stem.Norm, ScalarType.Float32);

        Assert.That(() => functions.Convolve(folded, zeros(1, 7, 8, 8), isRectified: true), Throws.InvalidOperationException);
    }

    [Test]
    public void Folding_is_the_formula()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var convolution = nn.Conv2d(1, 1, 1, bias: true);
        using var norm = nn.BatchNorm2d(1, eps: 0.25);
        Set(convolution.weight!, 3);
        Set(convolution.bias!, 5);
        Set(norm.weight!, 2);
        Set(norm.bias!, 7);
        Set(norm.running_mean!, 4);
        Set(norm.running_var!, 0.75f);

        using var folded = FoldedConvolution.Fold(convolution, norm, ScalarType.Float32); // γ/√(v+ε) = 2/√1 = 2

        Assert.That(folded.Weight.item<float>(), Is.EqualTo(3 * 2));
        Assert.That(folded.Bias.item<float>(), Is.EqualTo(7 + (5 - 4) * 2));
    }

    [Test]
    public void Computing_leaves_no_tensor_behind_and_images_untouched()
    {
        using var model = Trained("resnet20");
        using var images = ChannelsLast.Of(Networks.Images(2, 32));
        using var copy = images.clone();
        foreach (var kernel in Kernels())
        {
            using var form = new FoldedForm(model, kernel);
            var live = Backend.LiveTensors;

            using (inference_mode()) form.Logits(images).Dispose();

            Assert.That(Backend.LiveTensors, Is.EqualTo(live), form.Name);
            Assert.That(BlockSurgery.IsBitEqual(images, copy), form.Name);
        }
    }

    [Test]
    public void Screening_gives_the_answers_of_float()
    {
        if (!OneDnn.HasFastBFloat16 || OneDnn.Find() is null) Assert.Ignore("this processor has no bfloat16 arithmetic.");
        using var model = Trained("resnet20");
        var (images, pixels) = PredictorTests.RandomImages(64, 32);
        pixels.Dispose();
        using var exact = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions { Exact = true });
        using var screening = PredictorFactory.Create(model, Normalization.ImageNet, new PredictorOptions { Screen = true });
        var (expected, classes, confidences) = (new ushort[64], new ushort[64], new float[64]);

        exact.Predict(images, 64, expected, confidences);
        screening.Predict(images, 64, classes, confidences);

        Assert.That(screening.Form, Does.Contain("bfloat16"));
        Assert.That(classes, Is.EqualTo(expected));
    }

    private static List<ConvolutionKernel> Kernels() =>
        OneDnn.Find() is { } functions ? [new PlainKernel(), new FusedKernel(functions)] : [new PlainKernel()];

    // Normalizations with statistics of their own, as training leaves them; fresh ones would fold into nearly nothing.
    private static ChainClassifier Trained(string architecture)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var model = Networks.Create(architecture);
        model.train();
        for (var step = 0; step < 3; step++) model.call(Networks.Images(8, 64, seed: (ulong)step));
        model.eval();
        return model;
    }

    private static void Set(Tensor tensor, float value) => tensor.fill_(value);

    private sealed class Strange : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner;

        public Strange(nn.Module<Tensor, Tensor> inner)
            : base(nameof(Strange))
        {
            this.inner = inner;
            register_module("inner", inner);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return inner.call(input).mul(1.5f).contiguous().MoveToOuterDisposeScope();
        }
    }
}
