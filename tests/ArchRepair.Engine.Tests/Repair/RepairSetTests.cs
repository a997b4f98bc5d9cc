using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Engine.Models;
using ArchRepair.Engine.Repair;
using ArchRepair.Engine.Repair.Data;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Tests.Repair;

/// <summary>Failures mixed into the training images.</summary>
public sealed class RepairSetTests
{
    private static readonly RepairImages Images = Problem.Images(fit: 60, search: 80);
    private ChainClassifier model = null!;

    [OneTimeSetUp]
    public void MakeANetwork()
    {
        Backend.Require();
        model = Problem.Network(); // untrained: about three of four answers are failures
        model.eval();
    }

    [OneTimeTearDown]
    public void Clean() => model.Dispose();

    [TestCase("validation")]
    [TestCase("seen")]
    public void Added_images_are_failures_in_their_share_and_their_half_chooses_no_more(string source)
    {
        var set = RepairSet.Compose(model, Input(new RepairSetSettings(Failures: source, FailureShare: 0.25)));

        var added = set.Images.Fit.Labels.Count - 60;
        Assert.That(added, Is.EqualTo(20)); // a quarter of eighty
        Assert.That(set.Images.Fit.Pixels[..Images.Fit.Pixels.Length].Span.SequenceEqual(Images.Fit.Pixels.Span));
        var failures = new RepairPart(set.Images.Fit.Pixels[Images.Fit.Pixels.Length..], [.. set.Images.Fit.Labels.Skip(60)]);
        Assert.That(Problem.Accuracy(model, failures), Is.Zero);
        Assert.That(set.Images.Search.Labels, Has.Count.InRange(20, 60));
        Assert.That(ImagesOf(set.Images.Search), Is.SubsetOf(ImagesOf(Images.Search)));
        Assert.That(ImagesOf(set.Images.Search).Intersect(ImagesOf(failures)), Is.Empty);
        Assert.That(set.Note, Does.StartWith("Repair set: ").And.Contains("25"));
    }

    [Test]
    public void Without_failures_asked_for_nothing_changes() =>
        Assert.That(RepairSet.Compose(model, Input(new RepairSetSettings())).Images, Is.SameAs(Images));

    [Test]
    public void Seen_failures_need_a_corruption()
    {
        var plan = Input(new RepairSetSettings(Failures: "seen")).Plan with { SeenCells = [] };

        Assert.That(plan.Problems(), Has.Some.Contains("'corruptions'"));
    }

    [Test]
    public void Every_augmentation_of_the_settings_exists() =>
        Assert.That(RepairSetSettings.Augmentations, Is.EquivalentTo(AugmentationCatalog.All.Keys));

    [Test]
    public void The_record_tells_what_was_mixed_in()
    {
        var folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "repair-set-tests", Guid.NewGuid().ToString("N"));
        var input = Input(new RepairSetSettings("augmix", CleanShare: 0.25, Failures: "validation", FailureShare: 0.25));
        input = input with { Plan = input.Plan with { CandidatePath = Path.Combine(folder, "a.safetensors"), CheckpointFolder = folder, SeenCells = [] } };

        var record = Repairer.Repair(model, input, new RepairClocks(TimeProvider.System, CancellationToken.None), (_, _, _, _) => { });

        Directory.Delete(folder, recursive: true);
        Assert.That(record.Notes, Has.Some.StartsWith("Repair set: "));
        Assert.That(record.Augmentation, Does.Contain("25").And.Contain("AugMix"));
        Assert.That((record.TrainImages, record.SearchImages < 80), Is.EqualTo((60, true)));
    }

    [Test]
    public void What_the_original_gets_wrong_it_does_not_teach()
    {
        using var scope = NewDisposeScope();
        var views = new ViewMaker(Images, Engine.Models.Normalization.None, [], seed: 1, threads: 1);
        // An original that always answers class 0 with logits (3, 2, 1, 0).
        using var answers = new OriginalAnswers(Images.Fit, views, areForChangedViews: true, pixels => tensor(new[] { 3f, 2, 1, 0 }).repeat(pixels.shape[0], 1));
        using var pool = new FeaturePool(
            Images.Fit, views, pixels => pixels.alias(), new PoolSize(16, 0.5, 16, 16), seed: 1, step: 0, answers);

        var batch = pool.Take();

        Assert.That(batch.Targets!.argmax(1).data<long>().ToArray(), Is.EqualTo(batch.Labels.data<long>().ToArray()));
        Assert.That(batch.Targets!.sum(1).data<float>().ToArray(), Is.All.EqualTo(6f));
    }

    [Test]
    public void What_a_damaged_original_answers_is_asked_for_on_clean_views_only()
    {
        using var scope = NewDisposeScope();
        var views = new ViewMaker(Images, Engine.Models.Normalization.None, [], seed: 1, threads: 1);
        using var answers = new OriginalAnswers(Images.Fit, views, areForChangedViews: false, pixels => zeros([pixels.shape[0], 4]));
        using var pool = new FeaturePool(
            Images.Fit, views, pixels => pixels.alias(), new PoolSize(16, 0.25, 16, 16), seed: 1, step: 0, answers);

        Assert.That(pool.Take().Targets!.shape, Is.EqualTo(new long[] { 4, 4 }));
    }

    [Test]
    public void The_original_is_asked_once_about_each_image_and_the_same_way_in_any_order()
    {
        using var scope = NewDisposeScope();
        var views = new ViewMaker(Images, Engine.Models.Normalization.None, [], seed: 1, threads: 1);
        List<long> asked = [];
        Tensor Answer(Tensor pixels)
        {
            asked.Add(pixels.shape[0]);
            return pixels.mean([2, 3]).repeat(1, 2);
        }
        using var answers = new OriginalAnswers(Images.Fit, views, areForChangedViews: true, Answer);
        using var others = new OriginalAnswers(Images.Fit, views, areForChangedViews: true, Answer);

        var first = answers.Of([7, 2, 7]).data<float>().ToArray();
        var later = answers.Of([.. Enumerable.Range(0, Images.Fit.Labels.Count)])[2].data<float>().ToArray();

        Assert.That(asked.Sum(), Is.EqualTo(Images.Fit.Labels.Count));
        Assert.That(answers.Unknown, Is.Zero);
        Assert.That(later, Is.EqualTo(first[6..12]));
        Assert.That(others.Of([2]).data<float>().ToArray(), Is.EqualTo(later));
    }

    private static IEnumerable<string> ImagesOf(RepairPart part)
    {
        var stride = Problem.Side * Problem.Side * 3;
        return [.. Enumerable.Range(0, part.Labels.Count).Select(image => Convert.ToHexString(part.Pixels.Span.Slice(image * stride, stride)))];
    }

    private static RepairInput Input(RepairSetSettings set) => new(
        Images, Engine.Models.Normalization.ImageNet,
        new RepairPlan(
            ["layer2.0"], "block", TimeSpan.FromHours(1), 0.1, [new Cell("fog", 1), new Cell("fog", 5)], 5, 2, "a.safetensors", ".", Resume: false, Set: set),
        RepairerTests.Recipe with { FineTuneSteps = 2 });
}
