using ArchRepair.Engine.Localization;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class GradientCollectorTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void The_gradient_of_a_neuron_agrees_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet20").to(ScalarType.Float64);
        model.eval();
        var images = Networks.Images(2, 32).to(ScalarType.Float64);
        var labels = tensor(new long[] { 3, 5 });
        var layer = model.NeuronLayersOf(0)[0];

        double relative;
        using (var collector = new GradientCollector([layer]))
        {
            collector.Add(model.call(images), labels);
            relative = collector.Relative()[0];
        }

        Assert.That(relative, Is.EqualTo(ByDifferences(model, layer, images, labels)).Within(1e-6).Percent);
    }

    [Test]
    public void Collecting_leaves_gradients_and_frozen_weights_as_they_were_and_leaks_nothing()
    {
        using var model = Networks.Create("resnet20");
        model.eval();
        var layers = model.NeuronLayersOf(1);
        layers[0].Convolution.weight!.requires_grad_(false);
        using var images = Networks.Images(2, 32);
        using var labels = tensor(new long[] { 3, 5 });
        var before = TensorLeaks.Undisposed();

        using (var collector = new GradientCollector(layers))
        {
            using var logits = model.call(images);
            collector.Add(logits, labels);
            Assert.That(collector.Relative(), Has.Length.EqualTo(32).And.All.GreaterThan(0));
        }

        Assert.That(TensorLeaks.Undisposed(), Is.EqualTo(before));
        Assert.That(layers[0].Convolution.weight!.requires_grad, Is.False);
        Assert.That(layers[1].Convolution.weight!.requires_grad, Is.True);
        Assert.That(layers[1].Convolution.weight!.grad is null || layers[1].Convolution.weight!.grad!.IsInvalid);
    }

    [Test]
    public void Parts_have_gradients_of_their_own_and_together_those_of_all()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet20").to(ScalarType.Float64);
        model.eval();
        var layers = model.NeuronLayersOf(0);
        var (images, labels) = (Networks.Images(5, 32).to(ScalarType.Float64), tensor(new long[] { 3, 5, 1, 0, 2 }));
        double[] Of(params (int From, int To)[] batches)
        {
            using var collector = new GradientCollector(layers);
            foreach (var (from, to) in batches) collector.Add(model.call(images[from..to]), labels[from..to]);
            return collector.Relative();
        }

        using var parts = new GradientCollector(layers);
        parts.Add(model.call(images[..2]), labels[..2]);
        var first = parts.EndPart();
        parts.Add(model.call(images[2..]), labels[2..]);
        var second = parts.EndPart();

        Assert.That(first, Is.EqualTo(Of((0, 2))).Within(1e-9).Percent);
        Assert.That(second, Is.EqualTo(Of((2, 5))).Within(1e-9).Percent);
        Assert.That(parts.Relative(), Is.EqualTo(Of((0, 5))).Within(1e-9).Percent);
    }

    private static double ByDifferences(nn.Module<Tensor, Tensor> model, NeuronLayer layer, Tensor images, Tensor labels)
    {
        using var noGrad = no_grad();
        var row = layer.Convolution.weight!.detach()[0].view(-1); // 27 weights of neuron 0
        var (sum, norm) = (0.0, row.norm().item<double>());
        for (var i = 0; i < row.shape[0]; i++)
        {
            const double Step = 1e-5;
            row[i] += Step;
            var above = Loss(model, images, labels);
            row[i] -= 2 * Step;
            var below = Loss(model, images, labels);
            row[i] += Step;
            sum += Math.Pow((above - below) / (2 * Step), 2);
        }
        return Math.Sqrt(sum) / (norm + 1e-3);
    }

    private static double Loss(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels)
    {
        using var loss = nn.functional.cross_entropy(model.call(images), labels);
        return loss.item<double>();
    }
}
