using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;

namespace ArchRepair.Engine.Tests.Repair;

/// <summary>What every strategy may change, and that it keeps its time.</summary>
public sealed class StrategyTests
{
    private static readonly RepairImages Images = Problem.Images(fit: 240, search: 80);
    private string folder = "";
    private ChainClassifier damaged = null!;

    [OneTimeSetUp]
    public void BreakANetwork()
    {
        Backend.Require();
        folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "strategy-tests", Guid.NewGuid().ToString("N"));
        using var untrained = Problem.Network();
        var healthy = Repair(untrained, "fine-tune", RepairerTests.Recipe with { FineTuneSteps = 60, FineTuneRate = 0.05, AreNormsFixed = false, DistillationShare = 0 });
        damaged = RepairerTests.Load(healthy.Candidate);
        Problem.Damage(damaged, "layer2.0");
    }

    [OneTimeTearDown]
    public void Clean()
    {
        damaged.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Settings_know_every_strategy_and_no_other() =>
        Assert.That(SettingsReader.Strategies, Is.EqualTo(RepairStrategies.Names));

    [TestCase("interpolate")]
    [TestCase("fine-tune-augmix")]
    [TestCase("apricot")]
    [TestCase("sensei")]
    [TestCase("failure-mix")]
    public void Whole_network_strategies_repair_and_add_nothing(string strategy)
    {
        var record = Repair(damaged, strategy, RepairerTests.Recipe);

        using var repaired = RepairerTests.Load(record.Candidate);
        Assert.That(record.Strategy, Is.EqualTo(strategy));
        Assert.That(record.Genotype.Blocks, Is.Empty);
        Assert.That(record.Cost.ParametersAfter, Is.EqualTo(record.Cost.ParametersBefore));
        Assert.That(Problem.Accuracy(repaired, Images.Search), Is.GreaterThan(Problem.Accuracy(damaged, Images.Search) + 0.1));
    }

    [Test]
    public void Layer_changes_one_convolution_or_the_classifier()
    {
        var record = Repair(damaged, "layer", RepairerTests.Recipe with { FineTuneSteps = 5 });

        using var repaired = RepairerTests.Load(record.Candidate);
        Assert.That(ChangedModules(repaired), Has.Count.EqualTo(1));
        Assert.That(record.Notes, Has.Some.StartsWith($"Layer {ChangedModules(repaired)[0]}:"));
    }

    [Test]
    public void Arachne_changes_a_few_kernel_weights_of_the_last_block_and_the_classifier()
    {
        var record = Repair(damaged, "arachne", RepairerTests.Recipe, TimeSpan.FromMinutes(1));

        using var repaired = RepairerTests.Load(record.Candidate);
        Assert.That(record.Cost.ChangedParameters, Is.InRange(1, 64));
        Assert.That(ChangedModules(repaired), Is.SubsetOf(new[] { "layer3.0.conv1", "layer3.0.conv2", "linear" }));
        var fitness = record.Notes.Single(note => note.Contains("fitness", StringComparison.Ordinal)).Split("fitness ")[1].TrimEnd('.').Split(" → ");
        Assert.That(Number(fitness[1]), Is.GreaterThan(Number(fitness[0])));
    }

    [Test]
    public void Random_block_changes_one_block_and_another_seed_another_one()
    {
        var recipe = RepairerTests.Recipe with { SearchSteps = 2, FineTuneSteps = 3 };
        var blocks = Enumerable.Range(1, 4).Select(seed => Repair(damaged, "random-block", recipe, seed: (ulong)seed)).ToArray();

        Assert.That(blocks.Select(record => record.Blocks.Count), Is.All.EqualTo(1));
        Assert.That(blocks.Select(record => record.Blocks[0]).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(blocks[0].Notes, Has.Some.EqualTo($"Block {blocks[0].Blocks[0]} was drawn at random."));
    }

    [Test]
    public void Interpolation_lies_between_original_and_trained()
    {
        var trained = Repair(damaged, "fine-tune", RepairerTests.Recipe with { IsMixed = false, FineTuneSteps = 5 });
        using var end = RepairerTests.Load(trained.Candidate);
        using var between = RepairerTests.Load(Repair(damaged, "interpolate", RepairerTests.Recipe with { FineTuneSteps = 5 }).Candidate);

        foreach (var name in new[] { "conv1.weight", "layer2.0.conv1.weight", "linear.weight" })
        {
            using var way = end.state_dict()[name].sub(damaged.state_dict()[name]);
            using var part = between.state_dict()[name].sub(damaged.state_dict()[name]);
            var share = part.mul(way).sum().div(way.square().sum()).item<float>();
            Assert.That(share, Is.InRange(0.1f - 1e-4f, 1 + 1e-4f), name);
            Assert.That(part.sub(way.mul(share)).abs().max().item<float>(), Is.LessThan(1e-5), name);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Time_is_kept(string strategy)
    {
        var record = Repair(damaged, strategy, RepairerTests.Recipe with { SearchSteps = 1_000, FineTuneSteps = 1_000 }, TimeSpan.FromSeconds(12));

        Assert.That(record.Cost.Seconds, Is.LessThanOrEqualTo(12.5));
        if (strategy != "bn-recalibrate") Assert.That(record.StopReason, Is.EqualTo("budget"));
    }

    private static IEnumerable<string> Names => RepairStrategies.Names;

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private List<string> ChangedModules(ChainClassifier repaired) =>
        [.. repaired.state_dict().Where(entry => !BlockSurgery.IsBitEqual(entry.Value, damaged.state_dict()[entry.Key]))
            .Select(entry => entry.Key[..entry.Key.LastIndexOf('.')]).Distinct()];

    private RepairRecord Repair(ChainClassifier model, string strategy, RepairRecipe recipe, TimeSpan? budget = null, ulong seed = 5)
    {
        var plan = new RepairPlan(
            ["layer2.0"], strategy, budget ?? TimeSpan.FromHours(1), 0.1, [], seed, 2,
            Path.Combine(folder, strategy + ".safetensors"), Path.Combine(folder, "checkpoints"), Resume: false);
        // Twenty milliseconds a look at the clock: time passes as work is done, and the same in every run.
        var clocks = new RepairClocks(new ManualTime(TimeSpan.FromMilliseconds(20)), CancellationToken.None);
        return Repairer.Repair(model, new RepairInput(Images, Engine.Models.Normalization.ImageNet, plan, recipe), clocks, (_, _, _, _) => { });
    }
}
