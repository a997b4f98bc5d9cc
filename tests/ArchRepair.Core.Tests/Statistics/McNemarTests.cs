using System.Globalization;
using System.Numerics;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class McNemarTests
{
    private static readonly Gen<(int, int)> Counts = Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400]);

    [Test]
    public void All_four_p_values_agree_with_scipy_and_statsmodels()
    {
        foreach (var row in ReferenceValues.Section("mcnemar").EnumerateArray())
        {
            var (lost, gained) = (row.Int("b"), row.Int("c"));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(McNemar.ExactPValue(lost, gained), Is.EqualTo(row.Double("exact2")).Within(1e-8).Percent, $"exact {lost} {gained}");
                Assert.That(McNemar.MidPValue(lost, gained), Is.EqualTo(row.Double("mid_p")).Within(1e-8).Percent, $"mid {lost} {gained}");
                Assert.That(McNemar.ExactRegressPValue(lost, gained), Is.EqualTo(row.Double("one_sided_regress")).Within(1e-8).Percent);
                Assert.That(McNemar.MidRegressPValue(lost, gained), Is.EqualTo(row.Double("one_sided_midp")).Within(1e-8).Percent);
            }
        }
    }

    // Fagerland, Lydersen, Laake (2013), BMC Med. Res. Methodol. 13:91, table 1 and results: airway hyper-responsiveness before and
    // after stem cell transplantation, 1 and 7 discordant children: exact 0.0703, mid-p 0.0391.
    [Test]
    public void The_published_airway_example_comes_out()
    {
        Assert.That(McNemar.ExactPValue(1, 7), Is.EqualTo(0.0703).Within(5e-5));
        Assert.That(McNemar.MidPValue(1, 7), Is.EqualTo(0.0391).Within(5e-5));
    }

    [Test]
    public void Models_that_never_disagree_are_not_told_apart()
    {
        Assert.That(McNemar.ExactPValue(0, 0), Is.EqualTo(1));
        Assert.That(McNemar.MidPValue(0, 0), Is.EqualTo(1));
        Assert.That(McNemar.ExactRegressPValue(0, 0), Is.EqualTo(1));
        Assert.That(McNemar.MidRegressPValue(0, 0), Is.EqualTo(0.5));
    }

    [TestCase(30, 12)]
    [TestCase(59, 6)]
    [TestCase(900, 500)]
    [TestCase(300, 10)]
    [TestCase(500, 900)]
    [TestCase(5200, 4800)]
    public void The_tail_agrees_with_whole_number_arithmetic(int lost, int gained)
    {
        Assert.That(McNemar.ExactRegressPValue(lost, gained), Is.EqualTo(ExactTail(lost, gained)).Within(1e-8).Percent);
    }

    [Test]
    public void The_two_sided_test_does_not_ask_which_model_came_first()
    {
        Properties.ForAll(Counts, (lost, gained) =>
            McNemar.ExactPValue(lost, gained) == McNemar.ExactPValue(gained, lost) &&
            McNemar.MidPValue(lost, gained) == McNemar.MidPValue(gained, lost));
    }

    [Test]
    public void Mid_p_never_exceeds_exact_and_both_are_probabilities()
    {
        Properties.ForAll(Counts, (lost, gained) =>
            0 < McNemar.MidPValue(lost, gained) && McNemar.MidPValue(lost, gained) <= McNemar.ExactPValue(lost, gained) &&
            McNemar.ExactPValue(lost, gained) <= 1 &&
            McNemar.MidRegressPValue(lost, gained) <= McNemar.ExactRegressPValue(lost, gained));
    }

    [Test]
    public void The_two_mid_p_tails_add_up_to_one()
    {
        Properties.ForAll(Counts, (lost, gained) =>
            Math.Abs(McNemar.MidRegressPValue(lost, gained) + McNemar.MidRegressPValue(gained, lost) - 1) < 1e-9);
    }

    [Test]
    public void More_lost_images_are_more_evidence()
    {
        Properties.ForAll(Counts, (lost, gained) =>
            McNemar.ExactRegressPValue(lost + 1, gained) < McNemar.ExactRegressPValue(lost, gained) + 1e-14 &&
            McNemar.ExactRegressPValue(lost, gained + 1) > McNemar.ExactRegressPValue(lost, gained) - 1e-14);
    }

    [TestCase(-1, 0)]
    [TestCase(0, -1)]
    [TestCase(int.MaxValue, 1)]
    public void Impossible_counts_are_refused(int lost, int gained)
    {
        Assert.That(() => McNemar.ExactPValue(lost, gained), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => McNemar.MidRegressPValue(lost, gained), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Σ_{k ≥ lost} C(n, k) / 2ⁿ in whole numbers; only the last division rounds.
    private static double ExactTail(int lost, int gained)
    {
        var n = lost + gained;
        var (choose, sum) = (BigInteger.One, BigInteger.Zero);
        for (var k = n; k >= lost; k--)
        {
            sum += choose;
            choose = choose * k / (n - k + 1);
        }
        var digits = (sum * BigInteger.Pow(10, 340)) >> n;
        return double.Parse(digits.ToString(CultureInfo.InvariantCulture) + "e-340", CultureInfo.InvariantCulture);
    }
}
