using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;

namespace ArchRepair.Engine.Tests.Models;

/// <summary>Against the figures that the papers and the model zoos print.</summary>
public sealed class ModelInspectorTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    // Parameters: He et al. (2016), table 6, and the exact counts of the checkpoints; multiply-adds of convolutions and linear layers.
    [TestCase("resnet20", 10, 32, 269_722L, 40_551_040L)]
    [TestCase("resnet56", 10, 32, 853_018L, 125_485_696L)]
    [TestCase("resnet18", 1000, 224, 11_689_512L, 1_814_073_344L)]
    [TestCase("resnet34", 1000, 224, 21_797_672L, 3_663_761_408L)]
    [TestCase("resnet50", 1000, 224, 25_557_032L, 4_089_184_256L)]
    [TestCase("resnet101", 1000, 224, 44_549_160L, 7_801_405_440L)]
    public void Totals_are_the_published_ones(string architecture, int classes, int inputSize, long parameters, long multiplyAdds)
    {
        using var model = Networks.Create(architecture, classes);

        var description = ModelInspector.Describe(model, inputSize);

        Assert.That(description.Parameters, Is.EqualTo(parameters));
        Assert.That(description.MultiplyAdds, Is.EqualTo(multiplyAdds));
    }

    [Test]
    public void The_tree_goes_from_stem_to_head_and_each_total_is_the_sum_of_its_parts()
    {
        using var model = Networks.Create("resnet20");

        var description = ModelInspector.Describe(model);

        Assert.That(description.Blocks.Select(block => block.Path), Is.EqualTo(model.Blocks.Select(block => block.Path)));
        Assert.That(description.Blocks[0].Children.Select(layer => layer.Path), Is.EqualTo(new[] { "conv1", "bn1" }));
        Assert.That(description.Blocks[1].Children[0].Path, Is.EqualTo("layer1.0.conv1"));
        Assert.That(description.Blocks[1].Children[0].Type, Is.EqualTo("Conv2d 3×3"));
        Assert.That(description.Blocks[4].OutputShape, Is.EqualTo(new long[] { 32, 16, 16 }));
        Assert.That(description.Blocks[^1].OutputShape, Is.EqualTo(new long[] { 10 }));
        Assert.That(description.Blocks.Select(block => block.IsReplaceable), Is.EqualTo(model.Blocks.Select(block => block.IsReplaceable)));
        Assert.That(AllOf(description.Blocks).Where(layer => layer.Children.Count > 0),
            Has.All.Matches<LayerDescription>(layer => layer!.Parameters == layer.Children.Sum(child => child.Parameters)));
    }

    [Test]
    public void Looking_at_a_network_leaves_its_mode_and_statistics_alone()
    {
        using var model = Networks.Create("resnet8");
        var norm = model.NeuronLayersOf(1)[0].Norm!;
        norm.eval();

        ModelInspector.Describe(model);

        Assert.That(model.training, Is.True);
        Assert.That(norm.training, Is.False);
        Assert.That(norm.num_batches_tracked!.item<long>(), Is.Zero);
    }

    private static IEnumerable<LayerDescription> AllOf(IEnumerable<LayerDescription> layers) =>
        layers.SelectMany(layer => AllOf(layer.Children).Prepend(layer));
}
