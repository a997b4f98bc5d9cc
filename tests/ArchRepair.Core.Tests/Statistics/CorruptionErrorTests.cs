using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class CorruptionErrorTests
{
    private static readonly ReferenceErrors Small = new("small", "hand-made", new Dictionary<string, double> { ["fog"] = 0.5, ["snow"] = 0.8 }, 0.3, [1, 2]);

    private static readonly CellError[] Cells = [Error("fog", 1, 0.2), Error("fog", 2, 0.4), Error("snow", 1, 0.4), Error("snow", 2, 0.8)];

    [Test]
    public void Mean_corrupted_accuracy_counts_every_cell_alike() =>
        Assert.That(CorruptionError.MeanCorruptedAccuracy(Cells), Is.EqualTo(1 - 1.8 / 4).Within(1e-15));

    // CE fog = 0.3/0.5 = 0.6, CE snow = 0.6/0.8 = 0.75.
    [Test]
    public void MCE_by_hand() => Assert.That(CorruptionError.Mean(Cells, Small), Is.EqualTo(0.675).Within(1e-15));

    // Clean error 0.1: relative CE fog = (0.3 − 0.1)/(0.5 − 0.3) = 1, snow = (0.6 − 0.1)/(0.8 − 0.3) = 1.
    [Test]
    public void Relative_MCE_by_hand() => Assert.That(CorruptionError.RelativeMean(Cells, 0.1, Small), Is.EqualTo(1).Within(1e-15));

    // Hendrycks, Dietterich (2019), table 1, row ResNet-50: corruption errors in percent, rounded, and mCE 76.7.
    [Test]
    public void The_published_corruption_errors_of_ResNet_50_give_its_published_mCE()
    {
        string[] order = [.. CorruptionNames.Standard];
        double[] published = [80, 82, 83, 75, 89, 78, 80, 78, 75, 66, 57, 71, 85, 77, 77];
        var cells = order.Zip(published).SelectMany(pair =>
            Enumerable.Range(1, 5).Select(severity => Error(pair.First, severity, pair.Second / 100 * ReferenceErrors.AlexNet.ByCorruption[pair.First] * (1 + 0.05 * (severity - 3))))).ToArray();
        Assert.That(CorruptionError.Mean(cells, ReferenceErrors.AlexNet), Is.EqualTo(0.767).Within(0.005));
    }

    [Test]
    public void AlexNet_measured_against_itself_is_one()
    {
        var cells = ReferenceErrors.AlexNet.ByCorruption.SelectMany(pair => Enumerable.Range(1, 5).Select(severity => Error(pair.Key, severity, pair.Value))).ToArray();
        Assert.That(CorruptionError.Mean(cells, ReferenceErrors.AlexNet), Is.EqualTo(1).Within(1e-12));
        Assert.That(CorruptionError.RelativeMean(cells, ReferenceErrors.AlexNet.Clean!.Value, ReferenceErrors.AlexNet), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void AlexNet_has_the_fifteen_standard_corruptions_and_no_problem()
    {
        Assert.That(ReferenceErrors.AlexNet.ByCorruption.Keys, Is.EquivalentTo(CorruptionNames.Standard));
        Assert.That(ReferenceErrors.AlexNet.Problems(), Is.Empty);
    }

    [Test]
    public void With_its_weights_the_change_of_mCE_is_a_mean_over_images()
    {
        CellPair[] pairs = [ImageEffectsTests.Cell("1100", "1000"), ImageEffectsTests.Cell("1010", "0000"), ImageEffectsTests.Cell("1111", "1101"), ImageEffectsTests.Cell("0001", "0111")];
        CellError[] before = [.. Cells.Zip(pairs, (cell, pair) => cell with { Error = 1 - pair.Before.Count / 4.0 })];
        CellError[] after = [.. Cells.Zip(pairs, (cell, pair) => cell with { Error = 1 - pair.After.Count / 4.0 })];
        var effects = ImageEffects.Of(pairs, CorruptionError.Weights(Cells, Small));
        Assert.That(effects.Values.Average(), Is.EqualTo(CorruptionError.Mean(before, Small) - CorruptionError.Mean(after, Small)).Within(1e-12));
    }

    [Test]
    public void More_errors_are_never_better()
    {
        var errors = Gen.Double[0, 0.5].Array[4];
        Properties.ForAll(Gen.Select(errors, errors), (errors, more) =>
        {
            CellError[] low = [.. Cells.Zip(errors, (cell, error) => cell with { Error = error })];
            CellError[] high = [.. low.Zip(more, (cell, error) => cell with { Error = cell.Error + error })];
            return CorruptionError.Mean(low, Small) <= CorruptionError.Mean(high, Small) &&
                CorruptionError.MeanCorruptedAccuracy(low) >= CorruptionError.MeanCorruptedAccuracy(high) &&
                CorruptionError.RelativeMean(low, 0.1, Small) <= CorruptionError.RelativeMean(high, 0.1, Small);
        });
    }

    [Test]
    public void A_missing_corruption_is_refused_by_name()
    {
        Assert.That(() => CorruptionError.Mean(Cells[..2], Small), Throws.ArgumentException.With.Message.Contains("snow"));
        Assert.That(() => CorruptionError.Mean([.. Cells, Error("dust", 1, 0.5), Error("dust", 2, 0.5)], Small), Throws.ArgumentException.With.Message.Contains("dust"));
    }

    [Test]
    public void A_missing_or_repeated_severity_is_refused()
    {
        Assert.That(() => CorruptionError.Mean(Cells[..3], Small), Throws.ArgumentException.With.Message.Contains("snow"));
        Assert.That(() => CorruptionError.Mean([.. Cells, Cells[0]], Small), Throws.ArgumentException.With.Message.Contains("fog"));
    }

    [Test]
    public void Without_a_clean_error_or_where_the_reference_is_not_hurt_there_is_no_relative_mCE()
    {
        Assert.That(() => CorruptionError.RelativeMean(Cells, 0.1, Small with { Clean = null }), Throws.ArgumentException);
        Assert.That(() => CorruptionError.RelativeMean(Cells, 0.1, Small with { Clean = 0.5 }), Throws.ArgumentException);
    }

    [Test]
    public void A_reference_with_an_error_of_zero_is_refused()
    {
        var zero = Small with { ByCorruption = new Dictionary<string, double> { ["fog"] = 0, ["snow"] = 0.8 } };
        Assert.That(() => CorruptionError.Mean(Cells, zero), Throws.ArgumentException);
    }

    private static CellError Error(string corruption, int severity, double error) => new(new Cell(corruption, severity), error);
}
