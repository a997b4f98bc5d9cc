using ArchRepair.Core.Statistics;
using CsCheck;

namespace ArchRepair.Core.Tests.Statistics;

public sealed class MultipleTestingTests
{
    // Benjamini, Hochberg (1995), J. R. Stat. Soc. B 57:289, section 4.1: the 15 p-values of the myocardial infarction study.
    // At 0.05 Holm rejects the first three, the false discovery rate procedure the first four.
    private static readonly double[] Published =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];

    private static readonly Gen<double[]> PValues = Gen.Double[0, 1].Array[0, 60];

    [Test]
    public void Both_adjustments_agree_with_statsmodels()
    {
        var reference = ReferenceValues.Section("multiple");
        var p = reference.Doubles("p");
        Assert.That(Holm.Adjust(p), Is.EqualTo(reference.Doubles("holm")).Within(1e-14));
        Assert.That(BenjaminiHochberg.Adjust(p), Is.EqualTo(reference.Doubles("fdr_bh")).Within(1e-14));
    }

    [Test]
    public void The_published_example_rejects_three_and_four()
    {
        Assert.That(Holm.Adjust(Published).Count(p => p <= 0.05), Is.EqualTo(3));
        Assert.That(BenjaminiHochberg.Adjust(Published).Count(p => p <= 0.05), Is.EqualTo(4));
    }

    [Test]
    public void The_order_of_the_cells_does_not_matter()
    {
        Properties.ForAll(PValues, p =>
        {
            var reversed = p.Reverse().ToArray();
            return Holm.Adjust(reversed).SequenceEqual(Holm.Adjust(p).Reverse()) &&
                BenjaminiHochberg.Adjust(reversed).SequenceEqual(BenjaminiHochberg.Adjust(p).Reverse());
        });
    }

    [Test]
    public void Adjusting_never_lowers_a_p_value_and_Holm_is_the_stricter()
    {
        Properties.ForAll(PValues, p =>
        {
            var (holm, discovery) = (Holm.Adjust(p), BenjaminiHochberg.Adjust(p));
            return p.Zip(holm, discovery).All(row => row.First <= row.Third && row.Third <= row.Second && row.Second <= 1);
        });
    }

    [Test]
    public void A_smaller_p_value_stays_smaller()
    {
        Properties.ForAll(PValues, p =>
        {
            var holm = Holm.Adjust(p);
            var sorted = Enumerable.Range(0, p.Length).OrderBy(i => p[i]).Select(i => holm[i]).ToArray();
            return sorted.Zip(sorted.Skip(1)).All(pair => pair.First <= pair.Second);
        });
    }

    [Test]
    public void One_test_needs_no_adjustment_and_none_gives_none()
    {
        Assert.That(Holm.Adjust([0.03]), Is.EqualTo(new[] { 0.03 }));
        Assert.That(BenjaminiHochberg.Adjust([0.03]), Is.EqualTo(new[] { 0.03 }));
        Assert.That(Holm.Adjust([]), Is.Empty);
        Assert.That(BenjaminiHochberg.Adjust([]), Is.Empty);
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void What_is_no_probability_is_refused(double p)
    {
        Assert.That(() => Holm.Adjust([0.5, p]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BenjaminiHochberg.Adjust([0.5, p]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
