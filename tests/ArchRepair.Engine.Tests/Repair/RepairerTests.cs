using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Engine.Formats;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

public sealed class RepairerTests
{
    private static readonly RepairImages Images = Problem.Images(fit: 240, search: 80);
    private string folder = "";
    private ChainClassifier healthy = null!;
    private ChainClassifier damaged = null!;

    [OneTimeSetUp]
    public void TrainAndBreakANetwork()
    {
        Backend.Require();
        folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "repairer-tests", Guid.NewGuid().ToString("N"));
        using var untrained = Problem.Network();
        Run(untrained, Plan("fine-tune"), Recipe with { FineTuneSteps = 60, FineTuneRate = 0.05, AreNormsFixed = false, DistillationShare = 0 });
        healthy = Load(Plan("fine-tune").CandidatePath);
        damaged = BlockSurgery.Clone(healthy);
        Problem.Damage(damaged, "layer2.0");
    }

    [OneTimeTearDown]
    public void Clean()
    {
        healthy.Dispose();
        damaged.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("archrepair")]
    [TestCase("block")]
    [TestCase("fine-tune")]
    public void A_broken_block_is_repaired_and_the_file_alone_rebuilds_it(string strategy)
    {
        var record = Run(damaged, Plan(strategy), Recipe);

        using var repaired = Load(record.Candidate);
        Assert.That(Problem.Accuracy(healthy, Images.Search), Is.GreaterThan(0.95));
        Assert.That(Problem.Accuracy(damaged, Images.Search), Is.LessThan(0.8));
        Assert.That(Problem.Accuracy(repaired, Images.Search), Is.GreaterThan(0.95));
        Assert.That(record.StopReason, Is.EqualTo("finished"));
        Assert.That(record.Strategy, Is.EqualTo(strategy));
        Assert.That(record.Curve, Is.Not.Empty);
        Assert.That(record.Cost.MultiplyAddsAfter, Is.LessThanOrEqualTo((long)(1.1 * record.Cost.MultiplyAddsBefore)));
        Assert.That(record.Alphas.Count > 0, Is.EqualTo(strategy == "archrepair"));
    }

    [TestCase("bn-recalibrate")]
    [TestCase("last-layer")]
    public void Small_strategies_write_a_model_of_the_original_architecture(string strategy)
    {
        var record = Run(damaged, Plan(strategy), Recipe with { FineTuneSteps = 10 });

        using var repaired = Load(record.Candidate);
        Assert.That(record.Genotype.Blocks, Is.Empty);
        Assert.That(record.Cost.MultiplyAddsAfter, Is.EqualTo(record.Cost.MultiplyAddsBefore));
        Assert.That(record.Cost.ChangedParameters, strategy == "last-layer" ? Is.GreaterThan(0) : Is.Zero);
    }

    [Test]
    public void A_network_without_a_linear_layer_at_its_end_has_no_last_layer_to_train()
    {
        using var model = Projects.ZooModels.Create("ConvolutionalHead");

        var refused = Assert.Throws<ArchRepairException>(() => Run(model, Plan("last-layer"), Recipe));

        Assert.That((refused.ExitCode, refused.Diagnostics[0].Code), Is.EqualTo((ExitCode.Usage, "AR0215")));
        Assert.That(refused.Message, Does.Contain("ConvolutionalHead does not end with a linear layer").And.Contain("choose another 'repair.strategy'"));
    }

    [Test]
    public void The_damaged_network_itself_is_not_changed()
    {
        using var before = BlockSurgery.Clone(damaged);

        Run(damaged, Plan("archrepair"), Recipe with { SearchSteps = 2, FineTuneSteps = 2 });

        foreach (var (name, tensor) in damaged.state_dict()) Assert.That(BlockSurgery.IsBitEqual(tensor, before.state_dict()[name]), name);
        Assert.That(damaged.parameters().All(parameter => parameter.requires_grad));
    }

    [Test]
    public void Only_the_named_block_changes()
    {
        var record = Run(damaged, Plan("block"), Recipe with { FineTuneSteps = 3 });

        using var repaired = Load(record.Candidate);
        foreach (var (name, tensor) in repaired.state_dict().Where(entry => !entry.Key.StartsWith("layer2.0.", StringComparison.Ordinal)))
            Assert.That(BlockSurgery.IsBitEqual(tensor, damaged.state_dict()[name]), name);
        Assert.That(record.Blocks, Is.EqualTo(new[] { "layer2.0" }));
    }

    [Test]
    public void Later_normalizations_learn_with_the_block_where_the_recipe_says_so()
    {
        var record = Run(damaged, Plan("block"), Recipe with { FineTuneSteps = 3, AreLaterNormsTrained = true, DistillationShare = 0.5 });

        using var repaired = Load(record.Candidate);
        var changed = repaired.state_dict().Where(entry => !BlockSurgery.IsBitEqual(entry.Value, damaged.state_dict()[entry.Key])).Select(entry => entry.Key);
        Assert.That(changed.Where(name => !name.StartsWith("layer2.0.", StringComparison.Ordinal)), Is.Not.Empty.And.All.Matches<string>(name => name!.StartsWith("layer3.0.bn", StringComparison.Ordinal)));
    }

    [Test]
    public void Polishing_moves_the_whole_network_and_keeps_the_cell()
    {
        var record = Run(damaged, Plan("archrepair"), Recipe with { SearchSteps = 4, FineTuneSteps = 4, PolishShare = 1, Operations = ["separable3x3"] });

        using var repaired = Load(record.Candidate);
        Assert.That(record.Blocks, Has.Count.EqualTo(damaged.Blocks.Count));
        Assert.That(BlockSurgery.IsBitEqual(repaired.state_dict()["conv1.weight"], damaged.state_dict()["conv1.weight"]), Is.False);
    }

    [Test]
    public void Without_extra_cost_allowed_everything_folds_or_goes()
    {
        var plan = Plan("archrepair") with { MaxExtraMultiplyAdds = 0 };

        var record = Run(damaged, plan, Recipe with { Operations = ["conv3x3", "separable3x3", "dilated3x3", "conv1x1"] });

        Assert.That(record.Cost.MultiplyAddsAfter, Is.EqualTo(record.Cost.MultiplyAddsBefore));
    }

    [Test]
    public void The_same_seed_gives_the_same_bits_and_another_seed_other_ones()
    {
        var recipe = Recipe with { SearchSteps = 4, FineTuneSteps = 6 };
        var first = Run(damaged, Plan("archrepair"), recipe).Candidate;
        var bytes = File.ReadAllBytes(first);

        Assert.That(File.ReadAllBytes(Run(damaged, Plan("archrepair"), recipe).Candidate), Is.EqualTo(bytes));
        Assert.That(File.ReadAllBytes(Run(damaged, Plan("archrepair") with { Seed = 6 }, recipe).Candidate), Is.Not.EqualTo(bytes));
    }

    [Test]
    public void Wrong_plans_are_refused_with_every_reason()
    {
        var plan = Plan("arch") with { Budget = TimeSpan.Zero, Threads = 0 };

        Assert.That(() => Run(damaged, plan, Recipe), Throws.ArgumentException.With.Message.Contains("arch").And.Message.Contains("budget").And.Message.Contains("threads"));
        Assert.That(() => Run(damaged, Plan("block") with { Blocks = ["layer9.9"] }, Recipe), Throws.ArgumentException.With.Message.Contains("layer9.9"));
        Assert.That(() => Run(damaged, Plan("block") with { Blocks = [] }, Recipe), Throws.ArgumentException.With.Message.Contains("needs a block"));
    }

    internal static RepairRecipe Recipe => RepairRecipe.Default with
    {
        BatchRows = 32,
        SearchSteps = 12,
        FineTuneSteps = 40,
        FineTuneRate = 0.05,
        SearchRate = 0.05,
        GateRate = 0.02,
        PolishShare = 0,
        Operations = ["conv1x1", "conv3x3", "separable3x3", "max3x3"],
    };

    internal static ChainClassifier Load(string path)
    {
        var model = Problem.Network();
        var stored = WeightsFile.Read(path);
        if (RepairedModel.GenotypeOf(stored.Metadata) is { } genotype) GenotypeBuilder.Apply(model, genotype);
        using var scope = NewDisposeScope();
        var problems = WeightsLoader.Load(model, stored.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToTensor()));
        Assert.That(problems, Is.Empty);
        model.eval();
        return model;
    }

    private static RepairRecord Run(ChainClassifier model, RepairPlan plan, RepairRecipe recipe, RepairClocks? clocks = null) => Repairer.Repair(
        model, new RepairInput(Images, Normalization.ImageNet, plan, recipe), clocks ?? new RepairClocks(TimeProvider.System, CancellationToken.None), (_, _, _, _) => { });

    private RepairPlan Plan(string strategy) => new(
        ["layer2.0"], strategy, TimeSpan.FromMinutes(10), 0.1, [], 5, 2, Path.Combine(folder, strategy + ".safetensors"), Path.Combine(folder, "checkpoints"), Resume: false);
}
