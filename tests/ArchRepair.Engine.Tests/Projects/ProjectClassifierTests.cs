using ArchRepair.Core.Results;
using ArchRepair.Engine.Evaluation;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Projects;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Search;
using ArchRepair.Engine.Tests.Models;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Projects;

[TestFixture]
public sealed class ProjectClassifierTests
{
    private static readonly string[] Types = ["ResidualNet", "DenseNet", "PlainNet"];

    [OneTimeSetUp]
    public void LoadBackend() => Backend.Require();

    [TestCaseSource(nameof(Types))]
    public void Cutting_at_any_block_gives_the_same_logits(string type)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = ZooModels.Create(type, size: 32);
        var images = Networks.Images(3, 32);
        var whole = model.call(images);

        foreach (var block in model.Blocks)
        {
            var again = model.ForwardSuffix(model.ForwardPrefix(images, block.Index), block.Index);
            Assert.That(BlockSurgery.IsBitEqual(again, whole), Is.True, block.Path);
        }
    }

    [Test]
    public void What_is_in_front_of_a_cut_is_computed_once_and_what_has_a_way_around_is_not_cut()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var residual = ZooModels.Create("ResidualNet");
        using var dense = ZooModels.Create("DenseNet");
        var images = Networks.Images(2, 16);

        Assert.That(residual.ForwardPrefix(images, residual.FindBlock("layer2.1").Index).shape, Is.EqualTo(new long[] { 2, 16, 8, 8 }));
        Assert.That(residual.ForwardPrefix(images, residual.FindBlock("fc").Index).shape, Is.EqualTo(new long[] { 2, 16, 1, 1 }));
        Assert.That(dense.ForwardPrefix(images, dense.FindBlock("transition1").Index).shape, Is.EqualTo(new long[] { 2, 16, 16, 16 }));
        Assert.That(dense.ForwardPrefix(images, dense.FindBlock("block1.layers.1").Index).shape, Is.EqualTo(images.shape), "its input goes around it too");
    }

    [TestCaseSource(nameof(Types))]
    public void A_relaxed_block_computes_the_same_bits_at_first_and_others_once_its_gates_open(string type)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = ZooModels.Create(type, size: 32);
        var images = Networks.Images(2, 32);
        var before = model.call(images);

        foreach (var block in model.Blocks.Where(block => block.IsReplaceable).ToArray())
        {
            var cell = CellBlock.Relax(block, model.ModuleOf(block.Index), OperationCatalog.Names, seed: 3);
            var original = BlockSurgery.ReplaceExactly(model, block.Path, cell, images);
            foreach (var edge in cell.Edges) edge.Gate!.fill_(0.3f);
            Assert.That(BlockSurgery.IsBitEqual(model.call(images), before), Is.False, block.Path);

            model.ReplaceBlock(block.Path, original);
            Assert.That(BlockSurgery.IsBitEqual(model.call(images), before), Is.True, block.Path);
        }
    }

    [Test]
    public void A_repaired_model_keeps_its_names_and_is_cloned_whole()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = ZooModels.Create("ResidualNet");
        var names = model.state_dict().Keys.ToArray();
        GenotypeBuilder.Apply(model, Repaired(model, "layer2.0"));
        var images = Networks.Images(2, 16);

        using var clone = GenotypeBuilder.Clone(model);

        Assert.That(model.state_dict().Keys, Is.SupersetOf(names).And.Some.StartsWith("layer2.0.edge0.conv3x3."));
        Assert.That(model.parameters().Sum(parameter => parameter.numel()), Is.EqualTo(clone.parameters().Sum(parameter => parameter.numel())));
        Assert.That(BlockSurgery.IsBitEqual(clone.call(images), model.call(images)), Is.True);
        Assert.That(model.parameters().Select(parameter => parameter.Handle), Is.Unique, "an optimizer steps each once");
    }

    [Test]
    public void A_block_is_wrapped_but_never_exchanged()
    {
        using var model = ZooModels.Create("ResidualNet");
        using var other = nn.Identity();

        Assert.That(() => model.ReplaceBlock("layer1.0", other), Throws.ArgumentException.With.Message.Contains("wrapped in a cell"));
        Assert.That(() => model.ReplaceBlock("fc", other), Throws.ArgumentException.With.Message.Contains("cannot be replaced"));
    }

    [Test]
    public void Answers_are_those_of_the_model_on_any_number_of_threads_although_it_keeps_state()
    {
        using var model = ZooModels.Create("Forgetful");
        var random = new Random(5);
        var images = new byte[64 * 16 * 16 * 3];
        random.NextBytes(images);
        using var exact = PredictorFactory.Create(model, model.Specification.Normalization, new PredictorOptions { Exact = true });
        using var fast = PredictorFactory.Create(model, model.Specification.Normalization, new PredictorOptions { Threads = 4 });
        var expected = new ushort[64];
        exact.Predict(images, 64, expected, new float[64]);

        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 4 }, round =>
        {
            var start = round % 4 * 16;
            var classes = new ushort[16];
            fast.Predict(images.AsSpan(start * 768, 16 * 768), 16, classes, new float[16]);
            Assert.That(classes, Is.EqualTo(expected[start..(start + 16)]));
        });
        Assert.That(fast.Form, Is.EqualTo("own forward pass, channels-last"));
    }

    [Test]
    public void A_model_whose_views_forbid_channels_last_is_computed_as_it_is()
    {
        using var model = ZooModels.Create("PlainNet", size: 32);
        var images = new byte[8 * 32 * 32 * 3];
        new Random(6).NextBytes(images);
        using var exact = PredictorFactory.Create(model, model.Specification.Normalization, new PredictorOptions { Exact = true });
        using var chosen = PredictorFactory.Create(model, model.Specification.Normalization, new PredictorOptions());
        var (expected, classes) = (new ushort[8], new ushort[8]);

        exact.Predict(images, 8, expected, new float[8]);
        chosen.Predict(images, 8, classes, new float[8]);

        Assert.That(classes, Is.EqualTo(expected));
    }

    [Test]
    public void Making_a_model_leaves_the_global_random_numbers_and_its_own_tensors_alone()
    {
        manual_seed(11);
        using var expected = rand(4);
        manual_seed(11);
        ProjectClassifier model;
        using (NewDisposeScope()) model = ZooModels.Create("ResidualNet", seed: 7);
        using var actual = rand(4);
        using var again = ZooModels.Create("ResidualNet", seed: 7);

        Assert.That(BlockSurgery.IsBitEqual(actual, expected), Is.True);
        Assert.That(model.parameters().All(parameter => !parameter.IsInvalid), Is.True, "a scope around its making must not take its tensors");
        Assert.That(BlockSurgery.IsBitEqual(model.parameters().First(), again.parameters().First()), Is.True, "same seed, same weights");
        model.Dispose();
    }

    [Test]
    public void Its_description_counts_every_parameter_once_and_marks_the_blocks()
    {
        using var model = ZooModels.Create("TwiceRegistered");

        var description = ModelInspector.Describe(model);

        Assert.That(description.Parameters, Is.EqualTo(model.parameters().Sum(parameter => parameter.numel())));
        Assert.That(description.Blocks.Select(block => (block.Path, block.IsReplaceable)), Is.EqualTo(new[] { ("classifier", false), ("body", true) }));
        Assert.That(description.Blocks.Sum(block => block.Parameters), Is.EqualTo(description.Parameters));
    }

    [Test]
    public void Forward_passes_leave_no_tensor_behind()
    {
        using var model = ZooModels.Create("ResidualNet");
        using var images = Networks.Images(2, 16);
        using (no_grad())
        {
            Walk();
            var before = Backend.LiveTensors;
            Walk();
            Assert.That(Backend.LiveTensors, Is.EqualTo(before));
        }

        void Walk()
        {
            using var scope = NewDisposeScope();
            foreach (var block in model.Blocks) model.ForwardSuffix(model.ForwardPrefix(images, block.Index), block.Index, (_, _) => { });
        }
    }

    internal static Genotype Repaired(ChainClassifier model, string path) =>
        new(model.Specification.Architecture, [new BlockGenotype(path, [new GenotypeEdge(0, 1, "conv3x3", 1), new GenotypeEdge(0, 1, "squeeze-excitation", 1)])]);
}
