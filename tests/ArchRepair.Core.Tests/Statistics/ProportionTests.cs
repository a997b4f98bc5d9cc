using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class ProportionTests
{
    private static readonly Gen<(int, int, double)> Cases =
        Gen.Int[1, 3000].SelectMany(n => Gen.Select(Gen.Int[0, n], Gen.Const(n), Gen.Double[0.5, 0.9999]));

    [Test]
    public void Both_intervals_agree_with_statsmodels()
    {
        foreach (var row in ReferenceValues.Section("binomial_ci_95").EnumerateArray())
        {
            var (k, n) = (row.Int("k"), row.Int("n"));
            using (Assert.EnterMultipleScope())
            {
                AssertClose(Proportion.Wilson(k, n, 0.95), row.Doubles("wilson"), $"Wilson {k}/{n}");
                AssertClose(Proportion.ClopperPearson(k, n, 0.95), row.Doubles("clopper_pearson"), $"Clopper-Pearson {k}/{n}");
            }
        }
    }

    // Newcombe (1998), Stat. Med. 17:857, table I, methods 3 and 5.
    [TestCase(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [TestCase(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [TestCase(0, 20, 0.0000, 0.1611, 0.0000, 0.1684)]
    [TestCase(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void Both_intervals_agree_with_the_published_table(int k, int n, double lowerWilson, double upperWilson, double lowerExact, double upperExact)
    {
        var wilson = Proportion.Wilson(k, n, 0.95);
        var exact = Proportion.ClopperPearson(k, n, 0.95);
        Assert.That(new[] { wilson.Lower, wilson.Upper, exact.Lower, exact.Upper },
            Is.EqualTo(new[] { lowerWilson, upperWilson, lowerExact, upperExact }).Within(6e-5));
    }

    // P(X ≥ 1) = 1 − (1 − p)ⁿ = α/2 has the closed form p = −expm1(log1p(−α/2)/n); P(X ≥ n) = pⁿ = α/2 gives p = (α/2)^(1/n).
    [TestCase(1e-3)]
    [TestCase(1e-9)]
    [TestCase(1e-14)]
    public void Far_tails_keep_their_digits(double tail)
    {
        var level = 1 - 2 * tail;
        var actualTail = (1 - level) / 2;
        var one = Proportion.ClopperPearson(1, 10_000, level);
        var all = Proportion.ClopperPearson(10_000, 10_000, level);
        // log1p(−x) = −x − x²/2 − x³/3 … and −expm1(−y) = y − y²/2 …: these terms are exact here to 1e-9.
        var y = (actualTail + actualTail * actualTail / 2 + Math.Pow(actualTail, 3) / 3) / 10_000;
        Assert.That(one.Lower, Is.EqualTo(y - y * y / 2).Within(1e-7).Percent);
        Assert.That(all.Lower, Is.EqualTo(Math.Pow(actualTail, 1.0 / 10_000)).Within(1e-10).Percent);
        Assert.That(all.Upper, Is.EqualTo(1));
    }

    [Test]
    public void Right_and_wrong_are_mirror_images()
    {
        Properties.ForAll(Cases, (k, n, level) =>
            Mirrors(Proportion.Wilson(k, n, level), Proportion.Wilson(n - k, n, level)) &&
            Mirrors(Proportion.ClopperPearson(k, n, level), Proportion.ClopperPearson(n - k, n, level)));
    }

    [Test]
    public void The_estimate_lies_inside_and_the_ends_are_rates()
    {
        Properties.ForAll(Cases, (k, n, level) => Holds(Proportion.Wilson(k, n, level)) && Holds(Proportion.ClopperPearson(k, n, level)) &&
            Proportion.Wilson(k, n, level).Contains((double)k / n) && Proportion.ClopperPearson(k, n, level).Contains((double)k / n));

        static bool Holds(Interval interval) => interval.Lower >= 0 && interval.Upper <= 1;
    }

    [Test]
    public void A_higher_level_is_wider_and_more_successes_lie_higher()
    {
        Properties.ForAll(Cases.Where(c => c.Item1 < c.Item2), (k, n, level) =>
        {
            var (narrow, wide) = (Proportion.ClopperPearson(k, n, level), Proportion.ClopperPearson(k, n, (1 + level) / 2));
            var (low, high) = (Proportion.Wilson(k, n, level), Proportion.Wilson(k + 1, n, level));
            return wide.Lower <= narrow.Lower && narrow.Upper <= wide.Upper && low.Lower <= high.Lower && low.Upper <= high.Upper &&
                Proportion.Wilson(k, n, (1 + level) / 2).Width >= low.Width;
        });
    }

    [TestCase(-1, 10, 0.95)]
    [TestCase(11, 10, 0.95)]
    [TestCase(0, 0, 0.95)]
    [TestCase(1, 10, 0.0)]
    [TestCase(1, 10, 1.0)]
    [TestCase(1, 10, double.NaN)]
    public void Impossible_arguments_are_refused(int k, int n, double level)
    {
        Assert.That(() => Proportion.Wilson(k, n, level), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Proportion.ClopperPearson(k, n, level), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static bool Mirrors(Interval a, Interval b) => Math.Abs(a.Lower - (1 - b.Upper)) < 1e-12 && Math.Abs(a.Upper - (1 - b.Lower)) < 1e-12;

    private static void AssertClose(Interval actual, double[] expected, string name)
    {
        Assert.That(actual.Lower, Is.EqualTo(expected[0]).Within(1e-11), name);
        Assert.That(actual.Upper, Is.EqualTo(expected[1]).Within(1e-11), name);
    }
}
