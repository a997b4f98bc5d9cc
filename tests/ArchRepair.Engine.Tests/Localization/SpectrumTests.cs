using ArchRepair.Engine.Localization;
using CsCheck;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class SpectrumTests
{
    // a_f = 3, n_f = 1, a_s = 2, n_s = 4: a neuron that is active on three of four failures and on two of six passes.
    private static readonly SpectrumCounts Hand = new(3, 1, 2, 4);

    private static readonly Gen<SpectrumCounts> Counts =
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50], (a, b, c, d) => new SpectrumCounts(a, b, c, d));

    [TestCase(SpectrumFormula.Tarantula, 0.75 / (0.75 + (2.0 / 6)))] // (3/4) / (3/4 + 2/6) = 9/13
    [TestCase(SpectrumFormula.Ochiai, 0.67082039324993690892)]       // 3 / √(4·5) = 3 / √20
    [TestCase(SpectrumFormula.DStar, 0.75)]                           // D = 9 / (2 + 1) = 3, D / (1 + D)
    [TestCase(SpectrumFormula.Barinel, 0.6)]                          // 3 / 5
    public void Formulas_give_the_numbers_computed_by_hand(SpectrumFormula formula, double expected)
    {
        Assert.That(Spectrum.Suspiciousness(formula, Hand), Is.EqualTo(expected).Within(1e-15));
    }

    [Test]
    public void A_neuron_active_on_exactly_the_failures_is_fully_suspicious_where_the_formula_is_bounded([Values] SpectrumFormula formula)
    {
        var expected = formula == SpectrumFormula.DStar ? 25.0 / 25 : 1;
        Assert.That(Spectrum.Suspiciousness(formula, new SpectrumCounts(5, 0, 0, 7)), Is.EqualTo(expected));
        Assert.That(Spectrum.Suspiciousness(formula, new SpectrumCounts(0, 5, 7, 0)), Is.Zero);
    }

    [Test]
    public void Silence_on_exactly_the_failures_counts_when_either_status_does([Values] SpectrumFormula formula)
    {
        var silentOnFailures = new SpectrumCounts(0, 5, 7, 0);
        Assert.That(Spectrum.EitherStatus(formula, silentOnFailures), Is.EqualTo(1));
    }

    [Test]
    public void Suspiciousness_lies_between_zero_and_one_and_grows_with_active_failures([Values] SpectrumFormula formula)
    {
        Counts.Sample(counts =>
        {
            var now = Spectrum.Suspiciousness(formula, counts);
            var more = Spectrum.Suspiciousness(formula, counts with { ActiveFailed = counts.ActiveFailed + 1 });
            return now is >= 0 and <= 1 && more >= now;
        }, iter: 2000, seed: "0N0XIzNsQ0O2");
    }

    [Test]
    public void An_unknown_formula_is_refused()
    {
        Assert.That(() => Spectrum.Suspiciousness((SpectrumFormula)9, Hand), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
