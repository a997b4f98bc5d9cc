using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class UnitRanksTests
{
    [Test]
    public void Ranks_are_the_middles_of_equal_parts_and_ties_share_them()
    {
        Assert.That(UnitRanks.Of([10, 30, 20, 20]), Is.EqualTo(new[] { 0.125, 0.875, 0.5, 0.5 }));
        Assert.That(UnitRanks.Of([]), Is.Empty);
    }

    [Test]
    public void What_differs_in_the_seventh_digit_is_rounded_to_a_tie()
    {
        Assert.That(UnitRanks.Rounded(0.00123412), Is.EqualTo(UnitRanks.Rounded(0.00123413)));
        Assert.That(UnitRanks.Rounded(-1234.4), Is.EqualTo(-1234));
        Assert.That(UnitRanks.Rounded(0), Is.Zero);
    }
}
