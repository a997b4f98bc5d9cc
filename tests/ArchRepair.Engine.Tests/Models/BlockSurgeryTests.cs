using ArchRepair.Engine.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ArchRepair.Engine.Tests.Models;

public sealed class BlockSurgeryTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [TestCase("stem", "stem.original.conv1.weight")]
    [TestCase("layer1.0", "layer1.0.original.conv1.weight")]
    [TestCase("layer2.0", "layer2.0.original.bn2.running_var")]
    public void A_wrapper_around_the_original_changes_no_bit(string path, string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet20");
        model.eval();
        var images = Networks.Images(4, 32);
        var before = model.call(images);
        var original = model.ModuleOf(model.FindBlock(path).Index);

        var removed = BlockSurgery.ReplaceExactly(model, path, new Wrapper(original), images);

        Assert.That(removed, Is.SameAs(original));
        Assert.That(BlockSurgery.IsBitEqual(model.call(images), before));
        Assert.That(model.state_dict().Keys, Does.Contain(name));
        Assert.That(model.FindBlock(path).IsReplaced, Is.True);
    }

    [Test]
    public void Only_the_replaced_blocks_names_change_and_the_order_stays()
    {
        using var model = Networks.Create("resnet20");
        var before = model.state_dict().Keys.ToList();

        foreach (var path in new[] { "stem", "layer1.1", "layer3.2" })
            model.ReplaceBlock(path, new Wrapper(model.ModuleOf(model.FindBlock(path).Index)));

        var after = model.state_dict().Keys.Select(name => name.Replace(".original", "", StringComparison.Ordinal).Replace("stem.", "", StringComparison.Ordinal));
        Assert.That(after, Is.EqualTo(before));
    }

    [TestCase("stem")]
    [TestCase("layer2.1")]
    public void Putting_the_original_back_restores_everything(string path)
    {
        using var model = Networks.Create("resnet20");
        var before = model.state_dict().Keys.ToList();
        var block = model.FindBlock(path);

        var original = model.ReplaceBlock(path, new Wrapper(model.ModuleOf(block.Index)));
        model.ReplaceBlock(path, original);

        Assert.That(model.state_dict().Keys, Is.EqualTo(before));
        Assert.That(model.FindBlock(path), Is.EqualTo(block));
    }

    [Test]
    public void A_replacement_that_computes_something_else_is_rolled_back()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet8");
        var before = model.state_dict().Keys.ToList();
        using var stranger = new Wrapper(Conv2d(16, 16, 3, padding: 1));

        Assert.That(() => BlockSurgery.ReplaceExactly(model, "layer1.0", stranger, Networks.Images(2, 32)),
            Throws.InvalidOperationException.With.Message.Contains("layer1.0"));
        Assert.That(model.state_dict().Keys, Is.EqualTo(before));
        Assert.That(model.training, Is.True);
    }

    [Test]
    public void The_head_cannot_be_replaced()
    {
        using var model = Networks.Create("resnet8");
        using var other = new Wrapper(Linear(64, 10));

        Assert.That(() => model.ReplaceBlock("head", other), Throws.ArgumentException);
    }

    [Test]
    public void A_replaced_block_trains_with_the_rest()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet8");
        model.ReplaceBlock("layer1.0", new Wrapper(model.ModuleOf(1)));

        model.call(Networks.Images(2, 32)).sum().backward();

        var gradient = model.get_parameter("layer1.0.original.conv1.weight")!.grad;
        Assert.That(gradient!.abs().sum().item<float>(), Is.GreaterThan(0));
    }

    [Test]
    public void A_clone_computes_the_same_and_shares_nothing()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet20");
        model.ReplaceBlock("layer1.0", new Wrapper(model.ModuleOf(1)));
        model.eval();
        using var clone = BlockSurgery.Clone(model, (block, _) => new Wrapper(new BasicBlock(block.InputChannels, block.OutputChannels, 1, ShortcutKind.PaddedSlice)));
        var images = Networks.Images(2, 32);
        var logits = model.call(images);

        model.NeuronLayersOf(0)[0].Convolution.weight!.zero_();

        Assert.That(BlockSurgery.IsBitEqual(clone.call(images), logits));
        Assert.That(BlockSurgery.IsBitEqual(model.call(images), logits), Is.False);
        Assert.That(clone.training, Is.False);
    }

    [Test]
    public void A_clone_of_an_unknown_block_is_refused()
    {
        using var model = Networks.Create("resnet8");
        model.ReplaceBlock("layer1.0", new Wrapper(model.ModuleOf(1)));

        Assert.That(() => BlockSurgery.Clone(model), Throws.InvalidOperationException.With.Message.Contains("layer1.0"));
    }

    private sealed class Wrapper : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> original;

        public Wrapper(Module<Tensor, Tensor> original)
            : base(nameof(Wrapper))
        {
            this.original = original;
            register_module("original", original);
        }

        public override Tensor forward(Tensor input) => original.call(input);
    }
}
