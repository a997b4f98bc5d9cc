using ArchRepair.Engine.Corruptions.Draws;
using MathNet.Numerics;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>Distributions on a million draws. The limits are those that a right generator passes in all but one of some 10,000 seeds; the
/// seeds are fixed.</summary>
[TestFixture]
public sealed class CounterDrawsTests
{
    private const int Many = 1 << 20;

    /// <summary>√n·D of a Kolmogorov–Smirnov test at a level of 10⁻⁴.</summary>
    private const double KolmogorovLimit = 2.23;

    [TestCase(1UL)]
    [TestCase(2UL)]
    public void Uniform_draws_fill_their_range_evenly(ulong seed)
    {
        var values = new double[Many];
        Draws(seed).Uniform(-2, 3, values);
        Assert.That(values.Min(), Is.GreaterThanOrEqualTo(-2));
        Assert.That(values.Max(), Is.LessThan(3));
        Assert.That(Kolmogorov(values, x => (x + 2) / 5), Is.LessThan(KolmogorovLimit));
    }

    [TestCase(1UL)]
    [TestCase(2UL)]
    public void Normal_draws_follow_the_normal_distribution(ulong seed)
    {
        var values = new double[Many];
        Draws(seed).Normal(10, 2, values);
        var z = values.Select(v => (v - 10) / 2).ToArray();
        Assert.That(Kolmogorov(z, x => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2), Is.LessThan(KolmogorovLimit));
        // Mean, variance, skewness and excess of n draws scatter by √(1, 2, 6, 24 over n).
        var scatter = 4 / Math.Sqrt(Many);
        Assert.That(z.Average(), Is.EqualTo(0).Within(scatter));
        Assert.That(z.Average(x => x * x), Is.EqualTo(1).Within(scatter * Math.Sqrt(2)));
        Assert.That(z.Average(x => x * x * x), Is.EqualTo(0).Within(scatter * Math.Sqrt(15)));
        Assert.That(z.Average(x => x * x * x * x), Is.EqualTo(3).Within(scatter * Math.Sqrt(96)));
        // Tails: 2.7 in a thousand beyond 3, 6.3 in 100,000 beyond 4.
        Assert.That(z.Count(x => Math.Abs(x) > 3), Is.EqualTo(0.0026998 * Many).Within(4 * Math.Sqrt(0.0027 * Many)));
        Assert.That(z.Count(x => Math.Abs(x) > 4), Is.EqualTo(6.3342e-5 * Many).Within(4 * Math.Sqrt(6.3e-5 * Many)));
    }

    [Test]
    public void The_two_halves_of_a_normal_pair_are_uncorrelated()
    {
        var z = new double[Many];
        Draws(3).Normal(0, 1, z);
        var products = Enumerable.Range(0, Many / 16).SelectMany(block => Enumerable.Range(0, 8).Select(i => z[(16 * block) + i] * z[(16 * block) + 8 + i]));
        Assert.That(products.Average(), Is.EqualTo(0).Within(4 / Math.Sqrt(Many / 2)));
        var squares = Enumerable.Range(0, Many / 16).SelectMany(block => Enumerable.Range(0, 8).Select(i =>
            ((z[(16 * block) + i] * z[(16 * block) + i]) - 1) * ((z[(16 * block) + 8 + i] * z[(16 * block) + 8 + i]) - 1)));
        Assert.That(squares.Average(), Is.EqualTo(0).Within(4 * 2 / Math.Sqrt(Many / 2)));
    }

    [TestCase(-1, 1)]
    [TestCase(0, 5)]
    [TestCase(-4, 4)]
    [TestCase(0, 1000)]
    public void Integers_are_equally_frequent(int low, int high)
    {
        var values = new int[Many];
        Draws(4).Integers(low, high, values);
        var counts = new double[high - low];
        foreach (var value in values) counts[value - low]++;
        Assert.That(ChiSquareExcess(counts, Enumerable.Repeat((double)Many / counts.Length, counts.Length)), Is.LessThan(4));
    }

    [TestCase(1, 3.0)]
    [TestCase(40, 5.0)]
    [TestCase(128, 12.0)]
    [TestCase(255, 60.0)]
    [TestCase(200, 500.0)]
    [TestCase(255, 500.0)]
    public void Counts_follow_the_Poisson_distribution(int level, double scale)
    {
        var rate = level / 255.0 * scale;
        var levels = new byte[Many];
        levels.AsSpan().Fill((byte)level);
        var counts = new int[Many];
        Draws(5).Poisson(levels, scale, counts);
        Assert.That(counts.Average(), Is.EqualTo(rate).Within(4 * Math.Sqrt(rate / Many)));
        // Classes with at least ten expected counts; the rest is one class at either end.
        var probabilities = Enumerable.Range(0, 2000).Select(k => Math.Exp((k * Math.Log(rate)) - rate - SpecialFunctions.GammaLn(k + 1))).ToArray();
        var first = Array.FindIndex(probabilities, p => p * Many >= 10);
        var last = Array.FindLastIndex(probabilities, p => p * Many >= 10);
        var observed = new double[last - first + 1];
        foreach (var count in counts) observed[Math.Clamp(count, first, last) - first]++;
        var expected = Enumerable.Range(first, observed.Length).Select(k => probabilities[k] * Many).ToArray();
        expected[0] += probabilities[..first].Sum() * Many;
        expected[^1] += probabilities[(last + 1)..].Sum() * Many;
        Assert.That(ChiSquareExcess(observed, expected), Is.LessThan(4));
    }

    [Test]
    public void A_black_pixel_gets_no_photons()
    {
        var counts = new int[1000];
        Draws(6).Poisson(new byte[1000], 500, counts);
        Assert.That(counts, Is.All.Zero);
    }

    [Test]
    public void A_rate_out_of_range_is_refused([Values(-1, double.NaN, 1e7)] double scale)
    {
        Assert.That(() => Draws(1).Poisson(new byte[1], scale, new int[1]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_draw_does_not_depend_on_how_many_follow()
    {
        var (few, many) = (new double[21], new double[1000]);
        Draws(7).Normal(0, 1, few);
        Draws(7).Normal(0, 1, many);
        Assert.That(few, Is.EqualTo(many[..21]));
        Draws(7).Uniform(0, 1, few);
        Draws(7).Uniform(0, 1, many);
        Assert.That(few, Is.EqualTo(many[..21]));
    }

    [Test]
    public void Every_call_and_every_part_of_the_key_gives_other_draws()
    {
        var key = new DrawKey(1, "fog", 2, 3);
        DrawKey[] keys = [key, key with { Seed = 2 }, key with { Corruption = "snow" }, key with { Severity = 3 }, key with { Image = 4 }];
        var firsts = new HashSet<double>();
        foreach (var each in keys)
        {
            var draws = new CounterDraws(each);
            for (var call = 0; call < 3; call++)
            {
                var value = new double[1];
                draws.Uniform(0, 1, value);
                firsts.Add(value[0]);
            }
        }
        Assert.That(firsts, Has.Count.EqualTo(15));
    }

    [Test]
    public void A_restart_repeats_the_draws()
    {
        var key = new DrawKey(9, "fog", 1, 0);
        var draws = new CounterDraws(key);
        var (first, second) = (new double[40], new double[40]);
        draws.Normal(0, 1, first);
        draws.Restart(new DrawKey(9, "snow", 1, 0));
        draws.Restart(key);
        draws.Normal(0, 1, second);
        Assert.That(second, Is.EqualTo(first));
    }

    private static CounterDraws Draws(ulong seed) => new(new DrawKey(seed, "test", 1, 0));

    /// <summary>√n times the largest distance between the empirical and the true distribution.</summary>
    private static double Kolmogorov(double[] values, Func<double, double> distribution)
    {
        var sorted = values.Order().ToArray();
        var most = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var p = distribution(sorted[i]);
            most = Math.Max(most, Math.Max(((i + 1.0) / sorted.Length) - p, p - ((double)i / sorted.Length)));
        }
        return most * Math.Sqrt(sorted.Length);
    }

    /// <summary>By how many standard deviations χ² exceeds its mean.</summary>
    private static double ChiSquareExcess(IEnumerable<double> observed, IEnumerable<double> expected)
    {
        var terms = observed.Zip(expected, (o, e) => (o - e) * (o - e) / e).ToArray();
        var freedom = terms.Length - 1;
        return (terms.Sum() - freedom) / Math.Sqrt(2 * freedom);
    }
}
