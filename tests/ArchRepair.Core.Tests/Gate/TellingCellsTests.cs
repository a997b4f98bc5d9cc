using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Gate;

[TestFixture]
public sealed class TellingCellsTests
{
    private static readonly Cell Mild = new("elastic_transform", 5);
    private static readonly Cell Hopeless = new("gaussian_noise", 5);

    [Test]
    public void A_cell_whose_failures_are_mostly_new_comes_before_one_that_always_failed()
    {
        var before = Evaluations.Of((Cell.Clean, 180), (Mild, 160), (Hopeless, 40));
        var after = Evaluations.Of((Cell.Clean, 180), (Mild, 140), (Hopeless, 20));

        var cells = TellingCells.Of(Comparer.Compare(before, after, 0.99));

        Assert.That(cells, Is.EqualTo(new[] { Mild }), "20 of 60 failures are new there, only 20 of 180 under noise");
    }

    [Test]
    public void Clean_images_count_as_a_cell()
    {
        var before = Evaluations.Of((Cell.Clean, 180), (Mild, 160));
        var after = Evaluations.Of((Cell.Clean, 150), (Mild, 150));

        Assert.That(TellingCells.Of(Comparer.Compare(before, after, 0.99))[0], Is.EqualTo(Cell.Clean));
    }

    [Test]
    public void Where_nothing_fell_there_is_no_telling_cell()
    {
        var evaluation = Evaluations.Of((Cell.Clean, 180), (Mild, 160));

        Assert.That(TellingCells.Of(Comparer.Compare(evaluation, evaluation, 0.99)), Is.Empty);
    }
}
