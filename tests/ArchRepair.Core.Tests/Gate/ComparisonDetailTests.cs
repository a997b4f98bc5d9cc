using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Gate;

public sealed class ComparisonDetailTests
{
    // fog: errors 1/4 → 2/4, ratio 2; snow: 2/4 → 1/4, ratio ½; mCE is their mean.
    [Test]
    public void The_mean_corruption_error_is_the_mean_of_the_ratios()
    {
        var comparison = Comparer.Compare(Of("1110", "1100"), Of("1010", "1110"), 0.95);

        Assert.That(comparison.Mce!.After, Is.EqualTo(1.25).Within(1e-12));
        Assert.That(comparison.Mce.Interval.Lower, Is.LessThan(1.25));
        Assert.That(comparison.Mce.Interval.Upper, Is.GreaterThan(1.25));
    }

    [Test]
    public void A_corruption_that_never_hurt_the_reference_leaves_no_mean_corruption_error() =>
        Assert.That(Comparer.Compare(Of("1111", "1100"), Of("1010", "1110"), 0.95).Mce, Is.Null);

    [Test]
    public void Classes_split_the_lost_and_gained_answers()
    {
        var classes = Comparer.Compare(Of("1110", "1100"), Of("1010", "1110"), 0.95).Classes!;

        Assert.That(classes.Select(change => (change.Class, change.Images, change.Lost, change.Gained)), Is.EqualTo(new[] { (0, 2, 0, 1), (1, 2, 1, 0) }));
        Assert.That(classes[0].After - classes[0].Before, Is.EqualTo(0.25).Within(1e-12));
    }

    private static Evaluation Of(string fog, string snow) => new(
        new ModelIdentity("m", "w", "00", ["a", "b"], 1, 1), new DataIdentity("t", "c", "l", "p", []), new ClassSequence([0, 1, 0, 1]),
        [Outcome(new Cell("snow", 2), snow), Outcome(new Cell("fog", 2), fog)], 0);

    private static CellOutcome Outcome(Cell cell, string right) => new(cell, BitSet.FromBools([.. right.Select(bit => bit == '1')]), "00");
}
