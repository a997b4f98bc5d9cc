using ArchRepair.Core.Diagnostics;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Tests.Projects;

[TestFixture]
public sealed class BlockFinderTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [Test]
    public void A_residual_network_has_its_stem_its_residual_blocks_and_its_head()
    {
        using var model = ZooModels.Create("ResidualNet");

        Assert.That(Paths(model), Is.EqualTo(new[] { "conv1", "layer1.0", "layer1.1", "layer2.0", "layer2.1", "fc" }));
        Assert.That(model.FindBlock("layer2.0"), Is.EqualTo(new Block(3, "layer2.0", BlockKind.Module, 8, 16, Stride: 2)));
        Assert.That(model.FindBlock("fc").IsReplaceable, Is.False);
    }

    [Test]
    public void Dense_layers_are_blocks_although_everything_else_passes_around_them()
    {
        using var model = ZooModels.Create("DenseNet");

        Assert.That(Paths(model), Is.EqualTo(new[] { "conv0", "block1.layers.0", "block1.layers.1", "transition1", "block2.layers.0", "block2.layers.1", "classifier" }));
        Assert.That(model.FindBlock("transition1"), Has.Property("Stride").EqualTo(2).And.Property("OutputChannels").EqualTo(8));
    }

    [Test]
    public void Convolutions_without_padding_and_stages_in_a_sequential_are_blocks()
    {
        using var plain = ZooModels.Create("PlainNet", size: 32);
        using var stages = ZooModels.Create("VggNet", factory: "Create");

        Assert.That(Paths(plain), Is.EqualTo(new[] { "conv1", "conv2", "fc2" }));
        Assert.That(plain.FindBlock("conv1").Stride, Is.EqualTo(1), "28 of 32 pixels are a rim, not a stride");
        Assert.That(Paths(stages), Is.EqualTo(new[] { "stage1", "stage2", "head.fc" }));
    }

    [Test]
    public void A_block_shows_its_convolutions_with_the_normalization_behind_them()
    {
        using var model = ZooModels.Create("ResidualNet");
        using var dense = ZooModels.Create("DenseNet");

        var layers = model.NeuronLayersOf(model.FindBlock("layer2.0").Index);
        Assert.That(layers.Select(layer => (layer.Path, layer.Norm is not null)), Is.EqualTo(new[]
        {
            ("layer2.0.conv1", true), ("layer2.0.conv2", true), ("layer2.0.downsample.0", true),
        }));
        Assert.That(
            dense.NeuronLayersOf(dense.FindBlock("block1.layers.0").Index).Select(layer => (layer.Path, layer.Norm is not null)),
            Is.EqualTo(new[] { ("block1.layers.0.conv1", true), ("block1.layers.0.conv2", false) }), "a normalization in front of a convolution belongs to another");
    }

    [Test]
    public void Patterns_name_blocks_instead()
    {
        using var model = ZooModels.Create("ResidualNet", blocks: ["layer?", "conv1"]);

        Assert.That(Paths(model), Is.EqualTo(new[] { "conv1", "layer1", "layer2", "fc" }));
    }

    [TestCase("ResidualNet", "layer9.*", "fits no module; did you mean 'layer1.0'?")]
    [TestCase("ResidualNet", "fc", "maps [2,16] to [2,4]; a block maps [N,C,H,W]")]
    [TestCase("ResidualNet", "bn1", "holds no Conv2d")]
    [TestCase("ForwardCaller", "unseen", "never called through 'call'; write 'block.call(x)'")]
    [TestCase("SharedBlock", "block", "called 2 times for one image")]
    public void A_pattern_that_names_no_block_is_refused_with_the_reason(string type, string pattern, string reason)
    {
        var problem = Assert.Throws<ArchRepairException>(() => ZooModels.Create(type, blocks: [pattern]));

        Assert.That(problem.Diagnostics[0].Code, Is.EqualTo("AR0214"));
        Assert.That(problem.Diagnostics[0].Message, Does.Contain(pattern).And.Contain(reason));
    }

    [Test]
    public void Patterns_that_name_a_block_inside_another_are_refused()
    {
        var problem = Assert.Throws<ArchRepairException>(() => ZooModels.Create("ResidualNet", blocks: ["layer1", "layer1.*"]));

        Assert.That(problem.Diagnostics.Select(diagnostic => diagnostic.Message), Has.Some.Contain("'layer1' and 'layer1.0', one inside the other"));
    }

    [Test]
    public void A_model_without_convolutions_has_no_block_but_its_head()
    {
        using var model = ZooModels.Create("Perceptron");

        Assert.That(Paths(model), Is.EqualTo(new[] { "fc" }));
    }

    private static IEnumerable<string> Paths(ChainClassifier model) => model.Blocks.Select(block => block.Path);
}
