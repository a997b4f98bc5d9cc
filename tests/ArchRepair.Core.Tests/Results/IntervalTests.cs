using System.Text.Json;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Tests.Results;

public sealed class IntervalTests
{
    [TestCase(1.0, 0.5)]
    [TestCase(double.NaN, 0.5)]
    [TestCase(0.5, double.NaN)]
    public void Reversed_or_missing_ends_are_refused(double lower, double upper) =>
        Assert.That(() => new Interval(lower, upper), Throws.ArgumentException);

    [Test]
    public void It_contains_its_ends_and_nothing_beyond()
    {
        var interval = new Interval(-0.25, 0.5);
        Assert.That(interval.Contains(-0.25) && interval.Contains(0.5) && interval.Contains(0), Is.True);
        Assert.That(interval.Contains(-0.26) || interval.Contains(0.51) || interval.Contains(double.NaN), Is.False);
        Assert.That(interval.Width, Is.EqualTo(0.75));
    }

    [Test]
    public void It_survives_json()
    {
        var json = JsonSerializer.Serialize(new Interval(-0.25, 0.1));
        Assert.That(json, Is.EqualTo("""{"Lower":-0.25,"Upper":0.1}"""));
        Assert.That(JsonSerializer.Deserialize<Interval>(json), Is.EqualTo(new Interval(-0.25, 0.1)));
    }

    [Test]
    public void Reversed_json_is_refused() =>
        Assert.That(() => JsonSerializer.Deserialize<Interval>("""{"Lower":0.5,"Upper":0.1}"""), Throws.ArgumentException);

    [Test]
    [SetCulture("de-DE")]
    public void Its_text_does_not_depend_on_the_culture() => Assert.That(new Interval(-0.25, 0.5).ToString(), Is.EqualTo("[-0.25, 0.5]"));
}
