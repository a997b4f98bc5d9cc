using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class PairedDifferenceTests
{
    private static readonly Gen<PairedCounts> Tables = Gen.Select(Gen.Int[0, 500], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 500])
        .Select((both, lost, gained, neither) => new PairedCounts(both, lost, gained, neither + 1));

    [Test]
    public void Both_intervals_agree_with_statsmodels()
    {
        foreach (var row in ReferenceValues.Section("paired_diff_ci_95").EnumerateArray())
        {
            var counts = new PairedCounts(row.Int("both"), row.Int("base_only"), row.Int("cand_only"), row.Int("neither"));
            var (tango, newcombe) = (row.Doubles("tango"), row.Doubles("newcombe10"));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(counts.Difference, Is.EqualTo(tango[0]).Within(1e-15), $"{counts}");
                AssertClose(Tango(counts, 0.95), tango[1], tango[2], 1e-10);
                AssertClose(PairedDifference.Newcombe(counts, 0.95), newcombe[1], newcombe[2], 1e-10);
            }
        }
    }

    // Newcombe (1998), Stat. Med. 17:2635, table II, method 10.
    [TestCase(36, 12, 2, 0, 0.0569, 0.3404)]
    public void Newcombe_agrees_with_the_published_table(int both, int gained, int lost, int neither, double lower, double upper)
    {
        AssertClose(PairedDifference.Newcombe(new PairedCounts(both, lost, gained, neither), 0.95), lower, upper, 6e-5);
    }

    // With no discordant image the score equation is n·d² = z²·d·(1 − d), so d = z²/(n + z²).
    [Test]
    public void Tango_has_its_closed_form_where_the_models_never_disagree()
    {
        const double z = 1.959963984540054;
        var end = z * z / (10_000 + z * z);
        AssertClose(PairedDifference.Tango(0, 0, 10_000, 0.95), -end, end, 1e-15);
    }

    [Test]
    public void Exchanging_the_models_mirrors_both_intervals()
    {
        Properties.ForAll(Tables, counts =>
        {
            var swapped = counts with { Lost = counts.Gained, Gained = counts.Lost };
            return Mirrors(Tango(counts, 0.95), Tango(swapped, 0.95)) &&
                Mirrors(PairedDifference.Newcombe(counts, 0.95), PairedDifference.Newcombe(swapped, 0.95));
        });
    }

    [Test]
    public void The_estimate_lies_inside_and_a_higher_level_is_wider()
    {
        Properties.ForAll(Tables, counts =>
        {
            var (tango, newcombe) = (Tango(counts, 0.9), PairedDifference.Newcombe(counts, 0.9));
            return tango.Contains(counts.Difference) && newcombe.Contains(counts.Difference) &&
                tango.Lower >= -1 && tango.Upper <= 1 && newcombe.Lower >= -1 && newcombe.Upper <= 1 &&
                Tango(counts, 0.99).Width > tango.Width && PairedDifference.Newcombe(counts, 0.99).Width > newcombe.Width;
        });
    }

    [Test]
    public void The_score_test_rejects_exactly_what_the_interval_leaves_out()
    {
        Properties.ForAll(Tables, counts =>
        {
            var upper = Tango(counts, 0.9).Upper;
            return upper > 0.999 ||
                (Math.Abs(PairedDifference.TangoRegressPValue(counts.Lost, counts.Gained, counts.Images, upper) - 0.05) < 1e-6 &&
                PairedDifference.TangoRegressPValue(counts.Lost, counts.Gained, counts.Images, (1 + upper) / 2) < 0.05);
        });
    }

    // At a difference of zero Tango's statistic is McNemar's: z = (gained − lost)/√(gained + lost); for 12 and 30, z² = 7.714286.
    [Test]
    public void At_zero_the_score_test_is_the_asymptotic_McNemar_test()
    {
        Assert.That(2 * PairedDifference.TangoRegressPValue(30, 12, 500, 0), Is.EqualTo(0.00547855324254737).Within(1e-9).Percent);
    }

    [TestCase(1, 0, 0)]
    [TestCase(3, 3, 5)]
    [TestCase(-1, 0, 5)]
    [TestCase(0, -1, 5)]
    public void Impossible_counts_are_refused(int lost, int gained, int n)
    {
        Assert.That(() => PairedDifference.Tango(lost, gained, n, 0.95), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => PairedDifference.TangoRegressPValue(lost, gained, n, 0), Throws.InstanceOf<ArgumentException>());
    }

    [TestCase(0, 5)]
    [TestCase(5, 0)]
    public void One_sided_disagreement_on_every_image_reaches_the_end(int lost, int gained)
    {
        var interval = PairedDifference.Tango(lost, gained, 5, 0.95);
        Assert.That(lost > 0 ? interval.Lower : -interval.Upper, Is.EqualTo(-1));
        Assert.That(interval.Width, Is.GreaterThan(0.1));
    }

    [Test]
    public void Two_rows_of_bits_give_the_four_counts()
    {
        var before = BitSet.FromBools([true, true, true, false, false, true]);
        var after = BitSet.FromBools([true, false, false, true, false, true]);
        Assert.That(PairedCounts.Of(before, after), Is.EqualTo(new PairedCounts(Both: 2, Lost: 2, Gained: 1, Neither: 1)));
        Assert.That(PairedCounts.Of(before, after).Difference, Is.EqualTo(-1.0 / 6));
    }

    private static Interval Tango(PairedCounts counts, double level) => PairedDifference.Tango(counts.Lost, counts.Gained, counts.Images, level);

    private static bool Mirrors(Interval a, Interval b) => Math.Abs(a.Lower + b.Upper) < 1e-9 && Math.Abs(a.Upper + b.Lower) < 1e-9;

    private static void AssertClose(Interval actual, double lower, double upper, double tolerance)
    {
        Assert.That(actual.Lower, Is.EqualTo(lower).Within(tolerance));
        Assert.That(actual.Upper, Is.EqualTo(upper).Within(tolerance));
    }
}
