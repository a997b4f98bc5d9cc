using ArchRepair.Core.Results;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

/// <summary>Budget, interruption, resumption, divergence and memory.</summary>
public sealed class SteadyHandsTests
{
    private static readonly RepairImages Images = Problem.Images(fit: 120, search: 40);
    private string folder = "";
    private ChainClassifier model = null!;

    [SetUp]
    public void MakeANetwork()
    {
        Backend.Require();
        folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "steady-hands-tests", Guid.NewGuid().ToString("N"));
        model = Problem.Network();
    }

    [TearDown]
    public void Clean()
    {
        model.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [TestCase("archrepair", "search")]
    [TestCase("archrepair", "fine-tune")]
    [TestCase("block", "fine-tune")]
    public void A_resumed_repair_ends_with_the_bits_of_an_uninterrupted_one(string strategy, string phase)
    {
        var whole = Run(Plan(strategy, "whole"), Recipe);
        var expected = File.ReadAllBytes(whole.Candidate);
        using var cancellation = new CancellationTokenSource();
        var plan = Plan(strategy, "resumed");

        Assert.That(
            () => Run(plan, Recipe, progress: (name, done) => { if (name == phase && done > 0) cancellation.Cancel(); }, cancellation: cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(plan.CandidatePath), Is.False);
        var resumed = Run(plan with { Resume = true }, Recipe);

        Assert.That(resumed.Notes, Has.Some.StartsWith($"Resumed at {phase} step "));
        Assert.That(File.ReadAllBytes(resumed.Candidate), Is.EqualTo(expected));
        Assert.That(resumed.Curve.Select(point => point.Loss), Is.EqualTo(whole.Curve.Select(point => point.Loss)));
        Assert.That(Directory.GetFiles(plan.CheckpointFolder), Is.Empty);
    }

    [Test]
    public void A_checkpoint_of_another_plan_is_not_continued()
    {
        using var cancellation = new CancellationTokenSource();
        var plan = Plan("block", "other");
        Assert.That(
            () => Run(plan, Recipe, progress: (_, done) => { if (done > 0) cancellation.Cancel(); }, cancellation: cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());

        var record = Run(plan with { Resume = true, Seed = 99 }, Recipe);

        Assert.That(record.Notes, Has.Some.EqualTo("No checkpoint fits this plan; started anew."));
    }

    [Test]
    public void A_budget_that_is_too_short_for_all_steps_is_kept()
    {
        var time = new ManualTime(TimeSpan.FromMilliseconds(50));
        var plan = Plan("archrepair", "budget") with { Budget = TimeSpan.FromSeconds(20) };

        var record = Run(plan, Recipe with { SearchSteps = 1_000, FineTuneSteps = 1_000 }, time: time);

        Assert.That(record.StopReason, Is.EqualTo("budget"));
        Assert.That(record.Cost.Seconds, Is.LessThanOrEqualTo(20 + 0.5));
        Assert.That(record.Notes, Has.Some.Matches("search: [0-9]+ of 1000 steps fit into the time"));
    }

    [Test]
    public void No_step_begins_after_the_time_is_over()
    {
        var time = new ManualTime(TimeSpan.Zero);

        var record = Run(
            Plan("block", "late"), Recipe with { FineTuneSteps = 60 }, time: time,
            progress: (name, done) => { if (name == "fine-tune" && done == 10) time.Advance(TimeSpan.FromHours(2)); });

        Assert.That(record.StopReason, Is.EqualTo("budget"));
        Assert.That(record.Curve, Has.Count.EqualTo(1));
        Assert.That(record.Curve[0].Step, Is.EqualTo(10));
    }

    [Test]
    public void A_diverging_repair_returns_to_its_last_good_state_and_says_so()
    {
        var record = Run(Plan("block", "diverged"), Recipe with { FineTuneRate = 1e9 });

        using var repaired = RepairerTests.Load(record.Candidate);
        Assert.That(record.StopReason, Is.EqualTo("diverged"));
        Assert.That(record.Notes, Has.Some.Contains("rolled back"));
        foreach (var (name, tensor) in repaired.state_dict())
        {
            using var finite = tensor.isfinite().all();
            Assert.That(finite.item<bool>(), name);
        }
    }

    [TestCase("archrepair")]
    [TestCase("fine-tune")]
    public void Tensors_do_not_pile_up_over_two_hundred_steps(string strategy)
    {
        List<long> counts = [];

        Run(Plan(strategy, "leak"), Recipe with { SearchSteps = 12, FineTuneSteps = 204 }, progress: (name, done) =>
        {
            if (name == "fine-tune" && done > 0) counts.Add(Tensor.TotalCount);
        });

        Assert.That(counts, Has.Count.EqualTo(6));
        // At most: finalizers may take a few of other tests' tensors away meanwhile; a leak adds at least one a step.
        Assert.That(counts[^1], Is.LessThanOrEqualTo(counts[1] + 50));
    }

    private static RepairRecipe Recipe => RepairerTests.Recipe with { BatchRows = 16, SearchSteps = 12, FineTuneSteps = 12, Operations = ["conv1x1", "separable3x3"] };

    private RepairPlan Plan(string strategy, string name) => new(
        ["layer2.0"], strategy, TimeSpan.FromHours(1), 0.1, [], 5, 2, Path.Combine(folder, name + ".safetensors"), Path.Combine(folder, name), Resume: false);

    private RepairRecord Run(
        RepairPlan plan, RepairRecipe recipe, TimeProvider? time = null, Action<string, long>? progress = null, CancellationToken cancellation = default) =>
        Repairer.Repair(
            model, new RepairInput(Images, Normalization.ImageNet, plan, recipe), new RepairClocks(time ?? new ManualTime(TimeSpan.Zero), cancellation),
            (name, done, _, _) => progress?.Invoke(name, done));
}
