using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Search;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

/// <summary>More than one block, blocks that were repaired before, and cells that keep to their limits.</summary>
public sealed class FurtherBlocksTests
{
    private static readonly RepairImages Images = Problem.Images(fit: 160, search: 60);
    private string folder = "";
    private ChainClassifier damaged = null!;

    [OneTimeSetUp]
    public void BreakTwoBlocks()
    {
        Backend.Require();
        folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "further-blocks-tests", Guid.NewGuid().ToString("N"));
        using var untrained = Problem.Network();
        Run(untrained, Plan("healthy") with { Strategy = "fine-tune" }, RepairerTests.Recipe with { FineTuneSteps = 60, FineTuneRate = 0.05 });
        damaged = RepairerTests.Load(Plan("healthy").CandidatePath);
        Problem.Damage(damaged, "layer1.0");
        Problem.Damage(damaged, "layer3.0");
    }

    [OneTimeTearDown]
    public void Clean()
    {
        damaged.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void A_second_block_is_kept_only_where_the_search_part_improves_and_the_note_gives_both_losses()
    {
        var record = Run(damaged, Plan("two") with { MaxBlocks = 2 }, Recipe);

        using var repaired = RepairerTests.Load(record.Candidate);
        var note = record.Notes.Single(text => text.StartsWith("Block 2, ", StringComparison.Ordinal));
        var losses = System.Text.RegularExpressions.Regex.Matches(note, "[0-9]+\\.[0-9]{4}").Select(match => double.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.That(record.Curve.Select(point => point.Phase).Distinct(), Is.EqualTo(new[] { "search", "fine-tune", "search 2", "fine-tune 2" }));
        Assert.That(record.Blocks, Has.Count.EqualTo(losses[1] < losses[0] ? 2 : 1), note);
        Assert.That(note, Does.Contain(losses[1] < losses[0] ? "kept" : "taken back"));
        Assert.That(record.Blocks, Is.Unique);
        foreach (var (name, tensor) in repaired.state_dict().Where(entry => !record.Blocks.Any(block => entry.Key.StartsWith(block, StringComparison.Ordinal)) && damaged.state_dict().ContainsKey(entry.Key)))
            Assert.That(BlockSurgery.IsBitEqual(tensor, damaged.state_dict()[name]) || record.Blocks.Contains("stem"), name);
        Assert.That(record.Cost.MultiplyAddsAfter, Is.LessThanOrEqualTo((long)(1.1 * record.Cost.MultiplyAddsBefore)));
        Assert.That(Directory.GetFiles(Path.Combine(folder, "two")), Is.Empty);
    }

    [TestCase("search 2")]
    [TestCase("fine-tune 2")]
    public void A_repair_resumed_in_its_second_block_ends_with_the_bits_of_an_uninterrupted_one(string phase)
    {
        var whole = Run(damaged, Plan("whole") with { MaxBlocks = 2 }, Recipe);
        var expected = File.ReadAllBytes(whole.Candidate);
        using var cancellation = new CancellationTokenSource();
        var plan = Plan("resumed") with { MaxBlocks = 2 };

        Assert.That(
            () => Run(damaged, plan, Recipe, (name, done) => { if (name == phase && done > 0) cancellation.Cancel(); }, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        var resumed = Run(damaged, plan with { Resume = true }, Recipe);

        Assert.That(resumed.Notes, Has.Some.StartsWith($"Resumed at {phase} step "));
        Assert.That(File.ReadAllBytes(resumed.Candidate), Is.EqualTo(expected));
        Assert.That(resumed.Curve.Select(point => point.Loss), Is.EqualTo(whole.Curve.Select(point => point.Loss)));
        Assert.That(Directory.GetFiles(plan.CheckpointFolder), Is.Empty);
    }

    [Test]
    public void A_block_that_was_repaired_before_is_searched_again_and_keeps_what_it_had()
    {
        var recipe = Recipe with { Operations = ["separable3x3", "max3x3"], GateRate = 0.05, Search = SearchOptions.Default with { Worth = OperationWorth.Gate }, MaxOperations = 1 };
        var first = Run(damaged, Plan("first"), recipe);
        using var once = RepairerTests.Load(first.Candidate);

        var second = Run(once, Plan("second"), recipe);

        using var twice = RepairerTests.Load(second.Candidate);
        var (before, after) = (first.Genotype.Blocks.Single(), second.Genotype.Blocks.Single());
        Assert.That(after.Edges.Take(before.Edges.Count).Select(edge => edge.Operation), Is.EqualTo(before.Edges.Select(edge => edge.Operation)));
        Assert.That(after.Edges, Has.Count.EqualTo(before.Edges.Count + 1));
        Assert.That(second.Cost.MultiplyAddsAfter, Is.LessThanOrEqualTo((long)(1.1 * second.Cost.MultiplyAddsBefore)));
        Assert.That(Problem.Accuracy(twice, Images.Search), Is.GreaterThanOrEqualTo(Problem.Accuracy(damaged, Images.Search)));
    }

    [Test]
    public void Relaxing_a_repaired_block_again_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Problem.Network();
        GenotypeBuilder.Apply(model, new Genotype("resnet8", [new BlockGenotype("layer2.0", [new(0, 1, "max3x3", 1), new(0, 2, "separable3x3", 1)])]));
        model.eval();
        var images = randn(2, 3, Problem.Side, Problem.Side);
        var before = model.call(images);
        var block = model.FindBlock("layer2.0");

        model.ReplaceBlock("layer2.0", CellBlock.Relax(block, model.ModuleOf(block.Index), OperationCatalog.Names, seed: 3));
        model.eval();

        Assert.That(BlockSurgery.IsBitEqual(model.call(images), before));
    }

    private static RepairRecipe Recipe => RepairerTests.Recipe with { BatchRows = 16, SearchSteps = 8, FineTuneSteps = 8, FineTuneRate = 1e-3, SearchRate = 1e-3, Operations = ["conv1x1", "separable3x3"] }; // slow enough that failures remain

    private RepairPlan Plan(string name) => new(
        ["layer1.0"], "archrepair", TimeSpan.FromHours(1), 0.1, [], 5, 2, Path.Combine(folder, name + ".safetensors"), Path.Combine(folder, name), Resume: false);

    private static RepairRecord Run(
        ChainClassifier model, RepairPlan plan, RepairRecipe recipe, Action<string, long>? progress = null, CancellationToken cancellation = default) =>
        Repairer.Repair(
            model, new RepairInput(Images, Normalization.ImageNet, plan, recipe), new RepairClocks(new ManualTime(TimeSpan.Zero), cancellation),
            (name, done, _, _) => progress?.Invoke(name, done));
}
