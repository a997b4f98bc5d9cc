using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Gate;

[TestFixture]
public sealed class ComparerTests
{
    private static readonly Cell Fog = new("fog", 3);
    private static readonly Cell Snow = new("snow", 1);

    [Test]
    public void Lost_and_gained_images_are_counted_pair_by_pair()
    {
        var before = Evaluations.Of((Cell.Clean, 180), (Fog, 100));
        var after = Evaluations.Of((Cell.Clean, 180), (Fog, 90));

        var fog = Comparer.Compare(before, after, 0.99).Corrupted.Single();

        Assert.That((fog.Lost, fog.Gained, fog.Before, fog.After), Is.EqualTo((10, 0, 0.5, 0.45)));
        Assert.That(fog.PValue, Is.EqualTo(Math.Pow(0.5, 10)).Within(1e-12), "ten of ten discordant images lost: a half to the tenth");
    }

    [Test]
    public void Equal_evaluations_show_no_change()
    {
        var evaluation = Evaluations.Of((Cell.Clean, 180), (Fog, 100), (Snow, 60));

        var comparison = Comparer.Compare(evaluation, evaluation, 0.99);

        Assert.That(comparison.Cells.Select(cell => cell.PValue), Is.All.EqualTo(1));
        Assert.That(comparison.Mean!.PValue, Is.EqualTo(1));
        Assert.That(comparison.Mean.Before, Is.EqualTo(comparison.Mean.After));
    }

    [Test]
    public void Holm_adjusts_over_the_corrupted_cells_only()
    {
        var before = Evaluations.Of((Cell.Clean, 180), (Fog, 100), (Snow, 60));
        var after = Evaluations.Of((Cell.Clean, 170), (Fog, 90), (Snow, 60));

        var comparison = Comparer.Compare(before, after, 0.99);

        var fog = comparison.Corrupted.First(cell => cell.Cell == Fog);
        Assert.That(fog.AdjustedPValue, Is.EqualTo(2 * fog.PValue).Within(1e-15));
        Assert.That(comparison.Clean!.AdjustedPValue, Is.EqualTo(comparison.Clean.PValue));
    }

    [Test]
    public void The_mean_rests_on_images_not_on_cells()
    {
        // The same ten images are lost in every cell: more cells do not make that more certain.
        var few = Mean(2);
        var many = Mean(20);

        Assert.That(many.PValue, Is.EqualTo(few.PValue).Within(1e-12));
        Assert.That(many.Change.Width, Is.EqualTo(few.Change.Width).Within(1e-12));

        static MeanComparison Mean(int cells)
        {
            var names = Enumerable.Range(0, cells).Select(i => new Cell($"c{i}", 1)).ToArray();
            var before = Evaluations.Of([.. names.Select(cell => (cell, 100))]);
            var after = Evaluations.Of([.. names.Select(cell => (cell, 90))]);
            return Comparer.Compare(before, after, 0.99).Mean!;
        }
    }

    [Test]
    public void Other_pixels_labels_or_cells_are_named_and_never_compared()
    {
        var before = Evaluations.Of((Cell.Clean, 180), (Fog, 100));
        var otherPixels = before with { Cells = [before.Cells[0], before.Cells[1] with { PixelsHash = "else" }] };
        var otherLabels = before with { Data = before.Data with { LabelsHash = "else" } };
        var missing = before with { Cells = [before.Cells[0]] };

        Assert.That(Comparer.Differences(before, otherPixels).Single(), Does.Contain("fog/3").And.Contain("other pixels"));
        Assert.That(Comparer.Differences(before, otherLabels).Single(), Does.StartWith("labels"));
        Assert.That(Comparer.Differences(before, missing).Single(), Does.Contain("fog/3").And.Contain("not measured now"));
        Assert.That(Comparer.Differences(missing, before).Single(), Does.Contain("not recorded then"));
        Assert.That(() => Comparer.Compare(before, otherPixels, 0.99), Throws.ArgumentException);
    }
}
