using System.Text.Json;

using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Core.Tests.Statistics;

using CsCheck;

namespace ArchRepair.Core.Tests.Results;

public sealed class ConfidenceHistogramTests
{
    private static readonly Gen<(float Confidence, bool IsRight)[]> Answers =
        Gen.Select(Gen.OneOf(Gen.Float[0f, 1f], Gen.Float[0f, 24f].Select(octaves => 1 - MathF.Pow(2, -octaves))), Gen.Bool).Array[1, 300];

    [TestCase(0, 0)]
    [TestCase(0.4999, 31)]
    [TestCase(0.5, 32)]
    [TestCase(0.51, 33)]
    [TestCase(0.75, 36)]
    [TestCase(0.99999994, 124)]
    [TestCase(1, 127)]
    public void Steps_are_finest_close_to_one(double confidence, int step) => Assert.That(ConfidenceHistogram.StepOf(confidence), Is.EqualTo(step));

    [Test]
    public void A_higher_confidence_is_never_in_a_lower_step() =>
        Properties.ForAll(Answers, answers => answers.OrderBy(answer => answer.Confidence).Select(answer => ConfidenceHistogram.StepOf(answer.Confidence)) is var steps && steps.SequenceEqual(steps.Order()));

    [Test]
    public void Bins_of_the_histogram_hold_all_answers_and_their_mean_confidence()
    {
        Properties.ForAll(Answers, answers =>
        {
            var bins = PooledCalibration.Bins([Of(answers)], 7);
            return bins.Count <= 7 && bins.Sum(bin => bin.Count) == answers.Length
                && Math.Abs(bins.Sum(bin => bin.Count * bin.MeanConfidence) - answers.Sum(answer => (double)answer.Confidence)) < 1e-4 * answers.Length
                && Math.Abs(bins.Sum(bin => bin.Count * bin.Accuracy) - answers.Count(answer => answer.IsRight)) < 1e-6;
        });
    }

    [Test]
    public void Two_cells_together_are_one_cell_of_all_their_answers()
    {
        (float, bool)[] first = [(0.2f, false), (0.7f, true), (0.99f, true)];
        (float, bool)[] second = [(0.21f, false), (0.71f, false), (0.999f, true)];

        Assert.That(PooledCalibration.Bins([Of(first), Of(second)], 3), Is.EqualTo(PooledCalibration.Bins([Of([.. first, .. second])], 3)).AsCollection.Using<ReliabilityBin>(IsClose));
    }

    // Where every confidence has a step of its own, the steps lose nothing: the exact calibration is the outside value.
    [Test]
    public void The_error_is_that_of_single_confidences_where_steps_keep_them_apart()
    {
        double[] confidences = [0.1, 0.3, 0.55, 0.8, 0.92, 0.97, 0.985, 0.999];
        var right = BitSet.FromBools([false, true, false, true, true, false, true, true]);

        var error = PooledCalibration.ExpectedError(PooledCalibration.Bins([ConfidenceHistogram.Of([.. confidences.Select(value => (float)value)], right)], 4));

        Assert.That(error, Is.EqualTo(Calibration.ExpectedError(confidences, right, 4)).Within(1e-6));
    }

    [Test]
    public void A_histogram_read_back_is_the_same()
    {
        var outcome = new CellOutcome(Cell.Clean, BitSet.FromBools([true, false]), "00", Confidences: ConfidenceHistogram.Of([0.25f, 1f], BitSet.FromBools([true, false])));

        var back = JsonSerializer.Deserialize<CellOutcome>(JsonSerializer.Serialize(outcome))!;

        Assert.That(back.Confidences!.Steps, Is.EqualTo(outcome.Confidences!.Steps));
    }

    [TestCase("\"AAAA\"", TestName = "A_length_that_is_no_multiple_of_a_step_is_refused")]
    [TestCase("\"/wEAAAABAAAAAACAPw==\"", TestName = "A_step_out_of_range_is_refused")]
    [TestCase("\"AQEAAAACAAAAAACAPw==\"", TestName = "More_right_answers_than_answers_are_refused")]
    [TestCase("\"AQEAAAABAAAAAADAfw==\"", TestName = "A_confidence_that_is_no_number_is_refused")]
    [TestCase("7", TestName = "A_number_is_refused")]
    public void Damage_is_refused(string json) => Assert.That(() => JsonSerializer.Deserialize<ConfidenceHistogram>(json), Throws.InstanceOf<JsonException>());

    private static ConfidenceHistogram Of((float Confidence, bool IsRight)[] answers) =>
        ConfidenceHistogram.Of(answers.Select(answer => answer.Confidence).ToArray(), BitSet.FromBools([.. answers.Select(answer => answer.IsRight)]));

    private static bool IsClose(ReliabilityBin a, ReliabilityBin b) =>
        a.Count == b.Count && Math.Abs(a.MeanConfidence - b.MeanConfidence) < 1e-6 && Math.Abs(a.Accuracy - b.Accuracy) < 1e-12;
}
