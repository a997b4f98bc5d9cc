using ArchRepair.Core.Fast;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Core.Tests.Baselines;

namespace ArchRepair.Core.Tests.Fast;

[TestFixture]
public sealed class FastGateTests
{
    private static readonly Cell[] Cells = [Cell.Clean, new("fog", 1), new("fog", 3)];
    private static readonly Evaluation Baseline = SyntheticAnswers.Evaluation(200, Cells, 3);

    [Test]
    public void A_partial_evaluation_is_compared_with_the_same_images_of_the_baseline()
    {
        var record = Record(BettingDecision.Passed);
        var partial = Partial(record);

        var comparison = Comparer.Compare(FastComparison.Restrict(Baseline, partial, record), partial, 0.99);

        Assert.That(comparison.Cells.Select(cell => cell.Images), Is.EqualTo(new[] { 200, 50, 50 }));
        Assert.That(comparison.Cells.Sum(cell => cell.Lost + cell.Gained), Is.Zero);
    }

    [TestCase(BettingDecision.Passed, Outcome.Passed, "AR0308")]
    [TestCase(BettingDecision.Failed, Outcome.Regressed, "AR0002")]
    [TestCase(BettingDecision.Undecided, Outcome.Inconclusive, "AR0307")]
    public void The_watches_decide_and_undecided_is_no_pass(BettingDecision decision, Outcome outcome, string code)
    {
        var verdict = Decide(Record(decision), new GatePolicy());

        Assert.That(verdict.Outcome, Is.EqualTo(outcome));
        Assert.That(verdict.Findings[0].Code, Is.EqualTo(code));
        Assert.That(verdict.Findings[^1].Message, Does.Contain("after 50 of 200 images"));
    }

    [Test]
    public void The_clean_images_are_judged_as_ever()
    {
        var verdict = Decide(Record(BettingDecision.Passed), new GatePolicy(MinCleanAccuracy: 0.999));

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Regressed));
        Assert.That(verdict.Findings[0].Code, Is.EqualTo("AR0004"));
    }

    [Test]
    public void Other_images_than_the_baselines_are_inconclusive()
    {
        var record = Record(BettingDecision.Passed) with { Differences = ["base image 7: other pixels in its corrupted cells than recorded."] };

        var verdict = FastGate.Decide(Partial(record), null, new GatePolicy(), record, [], CorruptionNames.FamilyOf);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Inconclusive));
        Assert.That(verdict.Findings.Single(), Has.Property("Code").EqualTo("AR0302").And.Property("Message").Contain("base image 7"));
    }

    [Test]
    public void Differences_name_labels_preprocessing_and_cells()
    {
        (Cell, int)[] now = [(Cell.Clean, 200), (new Cell("fog", 1), 100), (new Cell("snow", 2), 200)];

        var differences = FastComparison.Differences(Baseline, "other", "BGR", now);

        Assert.That(string.Join('\n', differences), Does.Contain("labels").And.Contain("preprocessing").And.Contain("fog/1: 200 images then, 100 now")
            .And.Contain("snow/2: measured now").And.Contain("fog/3: recorded then"));
        Assert.That(FastComparison.Differences(Baseline, Baseline.Data.LabelsHash, Baseline.Data.Preprocessing, [.. Cells.Select(cell => (cell, 200))]), Is.Empty);
    }

    private static FastRecord Record(BettingDecision decision) =>
        new(5, 200, 50, [new FastAnswer(FastQuestion.Mean, "mean", 0.01, true, decision, 50, 40, 0.001, 1, 5, 1, 5)], []);

    private static Verdict Decide(FastRecord record, GatePolicy policy)
    {
        var partial = Partial(record);
        var comparison = Comparer.Compare(FastComparison.Restrict(Baseline, partial, record), partial, 0.99);
        return FastGate.Decide(partial, comparison, policy, record, [], CorruptionNames.FamilyOf);
    }

    // The baseline's own answers, as the fast evaluator would hand them out.
    private static Evaluation Partial(FastRecord record)
    {
        var order = FastComparison.FullOrder(record.Seed, record.Images, 200);
        return Baseline with
        {
            Labels = Baseline.Labels.Select(order),
            Cells = [.. Baseline.Cells.Select(cell => cell with { Correct = cell.Correct.Select(order.AsSpan(0, cell.Cell.IsClean ? 200 : record.Seen)), PixelsHash = "seen" })],
            Marks = null,
        };
    }
}
