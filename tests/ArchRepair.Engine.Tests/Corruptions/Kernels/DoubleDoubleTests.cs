using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Tests.Corruptions;

[TestFixture]
public sealed class DoubleDoubleTests
{
    // Nearest doubles, from the decimal expansions.
    [TestCase(0, 1)]
    [TestCase(1, 2.718281828459045235)]
    [TestCase(-1, 0.367879441171442321)]
    [TestCase(-2, 0.135335283236612691)]
    [TestCase(-0.5, 0.606530659712633423)]
    [TestCase(-8, 0.000335462627902511838)]
    [TestCase(10, 22026.4657948067165)]
    public void Exp_is_the_nearest_double(double x, double expected) => Assert.That(DoubleDouble.Exp(x), Is.EqualTo(expected));

    [TestCase(2, 0.693147180559945309)]
    [TestCase(10, 2.302585092994045684)]
    [TestCase(0.5, -0.693147180559945309)]
    [TestCase(1, 0)]
    public void Log_is_the_nearest_double(double x, double expected) => Assert.That(DoubleDouble.Log(x), Is.EqualTo(expected));

    [TestCase(0, 0, 1)]
    [TestCase(30, 0.5, 0.866025403784438647)]
    [TestCase(-45, -0.707106781186547524, 0.707106781186547524)]
    [TestCase(90, 1, 0)]
    [TestCase(-135, -0.707106781186547524, -0.707106781186547524)]
    [TestCase(180, 0, -1)]
    [TestCase(-300, 0.866025403784438647, 0.5)]
    public void Sine_and_cosine_are_the_nearest_doubles(double degrees, double sine, double cosine)
    {
        var found = DoubleDouble.SinCosOfDegrees(degrees);
        Assert.That(found.Sine, Is.EqualTo(sine));
        Assert.That(found.Cosine, Is.EqualTo(cosine));
    }

    [Test]
    public void Functions_agree_with_the_platform_to_a_unit_in_the_last_place()
    {
        for (var x = -40.0; x < 40; x += 0.37)
        {
            Assert.That(DoubleDouble.Exp(x), Is.EqualTo(Math.Exp(x)).Within(1).Ulps);
            Assert.That(DoubleDouble.Log(Math.Exp(x)), Is.EqualTo(Math.Log(Math.Exp(x))).Within(1).Ulps);
            Assert.That(DoubleDouble.SinCosOfDegrees(x).Sine, Is.EqualTo(Math.Sin(x * Math.PI / 180)).Within(1e-15));
        }
    }
}
