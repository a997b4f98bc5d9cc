using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Search;
using ArchRepair.Engine.Tests.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Search;

public sealed class CellBlockTests
{
    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    public static IEnumerable<string> Architectures => ArchitectureCatalog.Names;

    [TestCaseSource(nameof(Architectures))]
    public void Relaxing_any_kind_of_block_of_any_architecture_changes_no_bit_of_the_logits(string architecture)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create(architecture);
        Randomize(model);
        model.eval();
        var images = Networks.Images(2, 33); // an odd side, so that strides have something to round
        var before = model.call(images);
        var kinds = model.Blocks.Where(block => block.IsReplaceable)
            .GroupBy(block => (block.Kind, block.Stride, IsSameWidth: block.InputChannels == block.OutputChannels)).Select(group => group.First()).ToArray();

        foreach (var block in kinds)
        {
            var original = model.ModuleOf(block.Index);
            var cell = CellBlock.Relax(block, original, OperationCatalog.Names, seed: 1);
            model.ReplaceBlock(block.Path, cell);
            model.eval();
            Assert.That(BlockSurgery.IsBitEqual(model.call(images), before), $"{block.Path}: {block.Kind}, stride {block.Stride}");
            Assert.That(cell.Edges.Select(edge => (edge.From, edge.To)).Distinct(), Is.EquivalentTo(cell.Body.Pairs));
            model.ReplaceBlock(block.Path, original);
            model.eval();
            foreach (var edge in cell.Edges) edge.Dispose();
        }

        Assert.That(kinds.Select(block => block.Kind), Does.Contain(BlockKind.Stem).And.Some.Not.EqualTo(BlockKind.Stem));
        Assert.That(kinds.Select(block => block.Stride), Does.Contain(2).And.Contain(1));
    }

    [Test]
    public void A_block_whose_inside_is_unknown_is_relaxed_from_its_input_to_its_output_and_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet20");
        Randomize(model);
        model.eval();
        var images = Networks.Images(2, 32);
        var before = model.call(images);
        var block = model.FindBlock("layer3.0");
        model.ReplaceBlock(block.Path, new Opaque(model.ModuleOf(block.Index)));

        var cell = CellBlock.Relax(block, model.ModuleOf(block.Index), OperationCatalog.Names, seed: 1);
        model.ReplaceBlock(block.Path, cell);
        model.eval();

        Assert.That(cell.Body.Pairs, Is.EqualTo(new[] { (0, 1) }));
        Assert.That(BlockSurgery.IsBitEqual(model.call(images), before));
    }

    [Test]
    public void Gates_learn_although_they_start_at_zero()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet20");
        var block = model.FindBlock("layer2.0");
        var cell = CellBlock.Relax(block, model.ModuleOf(block.Index), OperationCatalog.Names, seed: 1);
        model.ReplaceBlock("layer2.0", cell);
        model.train();

        nn.functional.cross_entropy(model.call(Networks.Images(8, 32)), tensor(new long[] { 0, 1, 2, 3, 4, 5, 6, 7 })).backward();

        Assert.That(cell.Edges, Has.Count.EqualTo(3 * OperationCatalog.Names.Count));
        foreach (var edge in cell.Edges)
            Assert.That(edge.Gate!.grad!.abs().item<float>(), Is.GreaterThan(0), $"{edge.Operation.GetName()} {edge.From}→{edge.To}");
    }

    [TestCase("resnet20", "stem")]
    [TestCase("resnet20", "layer1.1")]
    [TestCase("resnet20", "layer3.0")]
    [TestCase("resnet50-cifar", "layer2.0")]
    public void Folding_linear_operations_keeps_the_outputs_and_costs_nothing(string architecture, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create(architecture);
        using var original = Networks.Create(architecture);
        var block = model.FindBlock(path);
        var body = CellBody.Of(model.ModuleOf(block.Index));
        var edges =
            from pair in body.Pairs
            from name in new[] { "identity", "conv1x1", "conv3x3", "average3x3", "blur3x3" }
            where pair.To == pair.From + 1
            select new GenotypeEdge(pair.From, pair.To, name, 1);
        var cell = CellBlock.Build(block, model.ModuleOf(block.Index), new BlockGenotype(path, [.. edges]));
        model.ReplaceBlock(path, cell);
        Randomize(model);
        model.eval();
        var images = Networks.Images(4, 32);
        var before = model.call(images);

        var rest = CellFolding.Fold(cell);
        model.ReplaceBlock(path, rest.Count == 0 ? cell.Body.Original : new CellBlock(block, cell.Body.Original, rest));
        model.eval();

        var difference = model.call(images).sub(before).abs().max().item<float>() / before.abs().max().item<float>();
        Assert.That(difference, Is.LessThan(1e-5f));
        Assert.That(rest.All(edge => body.Steps[edge.From].Convolution.kernel_size[0] == 1), "only 3×3 beside a 1×1 convolution may remain");
        if (rest.Count == 0)
            Assert.That(ModelInspector.Describe(model).MultiplyAdds, Is.EqualTo(ModelInspector.Describe(original).MultiplyAdds));
    }

    [Test]
    public void Operations_cost_what_the_inspector_counts()
    {
        using var scope = NewDisposeScope();
        using var model = Networks.Create("resnet20");
        var before = ModelInspector.Describe(model).MultiplyAdds;
        foreach (var name in OperationCatalog.Names)
        {
            using var repaired = Networks.Create("resnet20");
            var genotype = new Genotype("resnet20", [new BlockGenotype("layer2.0", [new GenotypeEdge(0, 1, name, 1)])]);
            GenotypeBuilder.Apply(repaired, genotype);
            var cell = (CellBlock)repaired.ModuleOf(repaired.FindBlock("layer2.0").Index);

            var counted = ModelInspector.Describe(repaired).MultiplyAdds - before;

            Assert.That(cell.Edges[0].Operation.MultiplyAdds(32, 32), Is.EqualTo(counted), name);
        }
    }

    [Test]
    public void A_genotype_rebuilds_a_cell_that_takes_the_same_weights()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Networks.Create("resnet20");
        var genotype = new Genotype("resnet20", [new BlockGenotype("stem", [new(0, 1, "max3x3", 1)]), new BlockGenotype("layer2.0", [new(0, 2, "separable3x3", 1), new(1, 2, "conv1x1", 1)])]);
        GenotypeBuilder.Apply(model, genotype);
        Randomize(model);
        model.eval();

        using var copy = GenotypeBuilder.Clone(model);

        Assert.That(GenotypeBuilder.Of(copy).Blocks.SelectMany(block => block.Edges), Is.EqualTo(genotype.Blocks.SelectMany(block => block.Edges)));
        var images = Networks.Images(2, 32);
        Assert.That(BlockSurgery.IsBitEqual(copy.call(images), model.call(images)));
        Assert.That(model.state_dict().Keys.Where(name => name.StartsWith("layer2.0.edge1.", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "layer2.0.edge1.conv1x1.conv.weight", "layer2.0.edge1.conv1x1.norm.weight", "layer2.0.edge1.conv1x1.norm.bias",
            "layer2.0.edge1.conv1x1.norm.running_mean", "layer2.0.edge1.conv1x1.norm.running_var", "layer2.0.edge1.conv1x1.norm.num_batches_tracked",
        }));
        Assert.That(model.state_dict().Keys, Does.Contain("layer2.0.conv1.weight").And.Contain("stem.conv1.weight"));
    }

    [Test]
    public void Genotypes_of_another_architecture_or_of_unknown_places_are_refused()
    {
        using var model = Networks.Create("resnet20");

        Assert.That(() => GenotypeBuilder.Apply(model, new Genotype("resnet32", [])), Throws.ArgumentException.With.Message.Contains("resnet32"));
        Assert.That(
            () => GenotypeBuilder.Apply(model, new Genotype("resnet20", [new BlockGenotype("layer1.0", [new(1, 0, "identity", 1)])])),
            Throws.ArgumentException.With.Message.Contains("layer1.0"));
        Assert.That(
            () => GenotypeBuilder.Apply(model, new Genotype("resnet20", [new BlockGenotype("layer1.0", [new(0, 1, "conv9x9", 1)])])),
            Throws.ArgumentException.With.Message.Contains("conv9x9"));
    }

    // Statistics and affine parts away from 0 and 1, so that nothing cancels by chance.
    private static void Randomize(ChainClassifier model)
    {
        using var noGrad = no_grad();
        using var generator = new Generator(5);
        foreach (var norm in model.modules().OfType<TorchSharp.Modules.BatchNorm2d>())
        {
            norm.weight!.copy_(rand(norm.weight.shape, generator: generator).add_(0.3));
            norm.bias!.copy_(randn(norm.bias.shape, generator: generator).mul_(0.2));
            norm.running_mean!.copy_(randn(norm.running_mean.shape, generator: generator).mul_(0.2));
            norm.running_var!.copy_(rand(norm.running_var.shape, generator: generator).add_(0.5));
        }
    }

    private sealed class Opaque : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner;

        public Opaque(nn.Module<Tensor, Tensor> inner)
            : base(nameof(Opaque))
        {
            this.inner = inner;
            register_module("inside", inner);
        }

        public override Tensor forward(Tensor input) => inner.call(input);

        protected override void RegisterComponents()
        {
        }
    }
}
