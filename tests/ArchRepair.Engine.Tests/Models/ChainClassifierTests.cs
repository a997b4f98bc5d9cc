using ArchRepair.Engine.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Models;

public sealed class ChainClassifierTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [TestCaseSource(typeof(ArchitectureCatalog), nameof(ArchitectureCatalog.Names))]
    public void Cutting_the_chain_anywhere_changes_no_bit(string architecture)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create(architecture);
        model.eval();
        var images = Networks.Images(2, model.Specification.InputSize);
        var logits = model.call(images);

        Assert.That(logits.shape, Is.EqualTo(new long[] { 2, 10 }));
        foreach (var block in model.Blocks.Where((block, index) => index % 4 == 1 || !block.IsReplaceable))
        {
            var features = model.ForwardPrefix(images, block.Index);
            Assert.That(features.shape[1], Is.EqualTo(block.InputChannels), block.Path);
            Assert.That(BlockSurgery.IsBitEqual(model.ForwardSuffix(features, block.Index), logits), block.Path);
        }
    }

    [Test]
    public void Shapes_between_blocks_are_what_the_blocks_say()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet50");
        model.eval();
        var features = Networks.Images(1, 64);

        foreach (var block in model.Blocks.SkipLast(1))
        {
            var output = model.ForwardBlock(features, block.Index);
            Assert.That(output.shape, Is.EqualTo(new[] { 1, block.OutputChannels, features.shape[2] / block.Stride, features.shape[3] / block.Stride }), block.Path);
            features = output;
        }
        Assert.That(model.Blocks[^1].InputChannels, Is.EqualTo(2048));
    }

    [Test]
    public void State_dict_has_the_names_of_public_cifar_checkpoints()
    {
        using var model = Networks.Create("resnet20");

        var names = model.state_dict().Keys.ToList();

        Assert.That(names, Does.Contain("conv1.weight").And.Contain("bn1.running_var").And.Contain("layer3.2.bn2.num_batches_tracked").And.Contain("linear.bias"));
        Assert.That(names[0], Is.EqualTo("conv1.weight"));
        Assert.That(names, Has.Count.EqualTo(19 + 19 * 5 + 2));
    }

    [Test]
    public void State_dict_has_torchvisions_names_for_projection_shortcuts()
    {
        using var model = Networks.Create("resnet50");

        Assert.That(model.state_dict().Keys, Does.Contain("layer1.0.downsample.0.weight").And.Contain("layer1.0.downsample.1.running_var")
            .And.Contain("layer4.2.bn3.bias").And.Contain("fc.weight"));
    }

    [Test]
    public void Every_neuron_layer_is_shown_once_in_order_and_after_its_activation()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet50-cifar");
        model.eval();
        List<string> seen = [];
        var expected = Enumerable.Range(0, model.Blocks.Count).SelectMany(model.NeuronLayersOf).ToDictionary(layer => layer.Path);

        model.ForwardObserved(Networks.Images(2, 32), (path, activation) =>
        {
            seen.Add(path);
            Assert.That(activation.shape[1], Is.EqualTo(expected[path].Count), path);
            Assert.That(activation.min().item<float>(), Is.Zero, path);
        });

        Assert.That(seen, Is.EqualTo(expected.Keys));
        Assert.That(seen, Has.Count.EqualTo(1 + 16 * 3));
    }

    [Test]
    public void Watching_changes_no_bit_and_observed_tensors_carry_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet8");
        model.eval();
        var images = Networks.Images(2, 32);
        Tensor? kept = null;

        var logits = model.ForwardObserved(images, (path, activation) =>
        {
            if (path != "layer2.0.conv2") return;
            activation.retain_grad();
            kept = activation.DetachFromDisposeScope();
        });
        logits.sum().backward();

        using (kept)
        {
            Assert.That(BlockSurgery.IsBitEqual(logits, model.call(images)));
            Assert.That(kept!.grad!.abs().sum().item<float>(), Is.GreaterThan(0));
        }
    }

    [Test]
    public void A_forward_pass_leaves_no_tensor_behind()
    {
        using var model = Networks.Create("resnet20");
        using var images = Networks.Images(2, 32);
        var live = Backend.LiveTensors;

        using (no_grad()) model.call(images).Dispose();
        model.call(images).Dispose();
        model.ForwardObserved(images, (_, _) => { }).Dispose();
        model.ForwardPrefix(images, 0).Dispose();

        Assert.That(Backend.LiveTensors, Is.EqualTo(live));
    }

    [Test]
    public void A_network_outlives_the_scope_it_was_made_in_and_ends_when_disposed()
    {
        ChainClassifier model;
        using (NewDisposeScope()) model = Networks.Create("resnet8");
        using (var images = Networks.Images(1, 32)) model.call(images).Dispose();
        var state = model.state_dict().Values.ToList();
        Assert.That(state, Has.None.Matches<Tensor>(tensor => tensor!.IsInvalid));

        model.Dispose();

        Assert.That(state, Has.All.Matches<Tensor>(tensor => tensor!.IsInvalid));
    }

    [Test]
    public void An_unknown_block_is_named_together_with_those_that_there_are()
    {
        using var model = Networks.Create("resnet8");

        Assert.That(() => model.FindBlock("layer9.0"), Throws.ArgumentException.With.Message.Contains("layer1.0, layer2.0, layer3.0"));
    }

    [Test]
    public void Images_of_the_wrong_rank_are_refused()
    {
        using var model = Networks.Create("resnet8");
        using var image = zeros(3, 32, 32);

        Assert.That(() => model.call(image), Throws.ArgumentException);
    }
}
