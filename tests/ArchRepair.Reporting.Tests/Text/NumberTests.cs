using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Tests.Text;

public sealed class NumberTests
{
    [TestCase(0.9173, 0.9100, 0.9241, "91.7 % (91.0 to 92.4)")]
    [TestCase(0.91734, 0.9153, 0.9193, "91.73 % (91.53 to 91.93)")]
    public void A_rate_has_the_digits_that_its_interval_leaves(double rate, double lower, double upper, string expected) =>
        Assert.That(Number.Percent(rate, new Interval(lower, upper)), Is.EqualTo(expected));

    [TestCase(-0.071, -0.089, -0.053, "−7.1 (−8.9 to −5.3)")]
    [TestCase(-0.021, -0.0433, -0.0002, "−2.10 (−4.33 to −0.02)")]
    [TestCase(0.001, -0.002, 0.004, "+0.10 (−0.20 to +0.40)")]
    public void A_change_is_signed_and_no_end_of_its_interval_reads_as_zero_that_is_not(double change, double lower, double upper, string expected) =>
        Assert.That(Number.Points(change, new Interval(lower, upper)), Is.EqualTo(expected));

    [TestCase(-0.0001, "0.0")]
    [TestCase(0.0, "0.0")]
    [TestCase(double.NaN, "–")]
    public void What_rounds_to_zero_has_no_sign(double change, string expected) => Assert.That(Number.Points(change), Is.EqualTo(expected));

    [TestCase(0.00001, "< 0.0001")]
    [TestCase(0.0047, "0.0047")]
    [TestCase(0.25, "0.25")]
    public void A_p_value_is_never_zero(double p, string expected) => Assert.That(Number.PValue(p), Is.EqualTo(expected));

    [TestCase(3.21, "3.2 s")]
    [TestCase(412.2, "6 min 52 s")]
    [TestCase(7260, "2 h 1 min")]
    public void Time_is_told_as_people_tell_it(double seconds, string expected) => Assert.That(Number.Duration(seconds), Is.EqualTo(expected));

    [TestCase(1, "1 cell")]
    [TestCase(9173, "9,173 cells")]
    public void A_count_has_its_noun(int count, string expected) => Assert.That(Number.Of(count, "cell"), Is.EqualTo(expected));
}
