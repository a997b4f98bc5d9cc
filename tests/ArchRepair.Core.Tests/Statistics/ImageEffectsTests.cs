using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class ImageEffectsTests
{
    private static readonly Gen<CellPair[]> Whole = Gen.Int[1, 40].SelectMany(images => Cells(Gen.Const(images)));

    private static readonly Gen<CellPair[]> Uneven = Cells(Gen.Int[1, 40]);

    [Test]
    public void Where_every_cell_has_every_image_a_value_is_the_images_average()
    {
        var effects = ImageEffects.Of([Cell("110", "100"), Cell("101", "110")]);
        Assert.That(effects.Values, Is.EqualTo(new[] { 0, 0, -0.5 }));
        Assert.That(effects.Bound, Is.EqualTo(1));
    }

    [Test]
    public void The_mean_is_the_mean_change_over_cells_even_where_cells_are_short()
    {
        Properties.ForAll(Uneven, cells => Math.Abs(ImageEffects.Of(cells).Values.Average() - cells.Average(cell => cell.MeanDifference)) < 1e-12);
    }

    [Test]
    public void No_value_exceeds_the_bound()
    {
        Properties.ForAll(Uneven, cells =>
        {
            var effects = ImageEffects.Of(cells);
            return effects.Values.All(value => Math.Abs(value) <= effects.Bound + 1e-12);
        });
    }

    [Test]
    public void Exchanging_the_models_turns_every_sign()
    {
        Properties.ForAll(Uneven, cells =>
        {
            var there = ImageEffects.Of(cells).Values;
            var back = ImageEffects.Of([.. cells.Select(cell => new CellPair(cell.After, cell.Before))]).Values;
            return there.Zip(back).All(pair => Math.Abs(pair.First + pair.Second) < 1e-12);
        });
    }

    [Test]
    public void A_cell_given_twice_changes_nothing()
    {
        Properties.ForAll(Whole, cells =>
            ImageEffects.Of([.. cells, .. cells]).Values.Zip(ImageEffects.Of(cells).Values).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12));
    }

    // Ten copies of one cell are no more evidence than one: taken as ten independent cells, the error would come out √10 times smaller.
    [Test]
    public void Cells_that_share_their_images_do_not_multiply_the_evidence()
    {
        var cell = Cell("1111111100", "1111110000");
        var one = MeanTest.Estimate(ImageEffects.Of([cell]));
        var ten = MeanTest.Estimate(ImageEffects.Of([.. Enumerable.Repeat(cell, 10)]));
        Assert.That(ten.StandardError, Is.EqualTo(one.StandardError).Within(1e-12));
    }

    // A constant change carries no variance, whatever share of the images a cell has: uncentred values of a short cell would show some.
    [Test]
    public void A_short_cell_that_changes_alike_everywhere_adds_no_error()
    {
        var effects = ImageEffects.Of([Cell("0000", "0000"), Cell("11", "00")]);
        Assert.That(effects.Values, Is.EqualTo(new[] { -0.5, -0.5, -0.5, -0.5 }));
    }

    [Test]
    public void One_model_alone_gives_its_mean_accuracy()
    {
        var effects = ImageEffects.Of([CellPair.Alone(Bits("1100")), CellPair.Alone(Bits("1000"))]);
        Assert.That(effects.Values, Is.EqualTo(new[] { 1, 0.5, 0, 0 }));
    }

    [Test]
    public void Weights_count_cells()
    {
        var effects = ImageEffects.Of([Cell("10", "00"), Cell("00", "01")], [2, 3]);
        Assert.That(effects.Values, Is.EqualTo(new[] { -2, 3 }));
        Assert.That(effects.Bound, Is.EqualTo(5));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        Assert.That(() => ImageEffects.Of([]), Throws.ArgumentException);
        Assert.That(() => ImageEffects.Of([Cell("10", "1")]), Throws.ArgumentException);
        Assert.That(() => ImageEffects.Of([Cell("", "")]), Throws.ArgumentException);
        Assert.That(() => ImageEffects.Of([Cell("1", "1")], [1, 2]), Throws.ArgumentException);
        Assert.That(() => ImageEffects.Of([Cell("1", "1")], [double.NaN]), Throws.ArgumentException);
    }

    internal static CellPair Cell(string before, string after) => new(Bits(before), Bits(after));

    internal static BitSet Bits(string digits) => BitSet.FromBools([.. digits.Select(digit => digit == '1')]);

    private static Gen<CellPair[]> Cells(Gen<int> images) => images
        .SelectMany(count => Gen.Select(Gen.Bool.Array[count], Gen.Bool.Array[count]))
        .Select((before, after) => new CellPair(BitSet.FromBools(before), BitSet.FromBools(after)))
        .Array[1, 8];
}
