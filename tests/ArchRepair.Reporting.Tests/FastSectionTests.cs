using ArchRepair.Core.Fast;
using ArchRepair.Core.Statistics;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

[TestFixture]
public sealed class FastSectionTests
{
    [Test]
    public void An_early_pass_says_how_many_images_it_needed_and_what_it_does_not_prove()
    {
        var text = Markdown(Record(640, BettingDecision.Passed));

        Assert.That(text, Does.Contain("640 of 10,000 images were measured").And.Contain("| mean of all cells | −1.00 | −0.02 | 511 images | within |"));
        Assert.That(text, Does.Contain("chance of error of at most 1.0 %").And.Contain("every mean in the table lies within what is allowed"));
        Assert.That(text, Does.Contain("**Not proven**: single cells"));
        Assert.That(text, Does.Not.Contain("fog/3 |"), "an alarm that did not sound");
    }

    [Test]
    public void What_is_open_is_called_open() => Assert.That(Markdown(Record(640, BettingDecision.Undecided)), Does.Contain("| open |").And.Contain("**Nothing is proven.**"));

    [Test]
    public void All_images_in_random_order_are_an_ordinary_check() =>
        Assert.That(Markdown(Record(10_000, BettingDecision.Passed)), Does.Contain("That is all of them").And.Not.Contain("Not proven"));

    [Test]
    public void An_ordinary_check_says_nothing_of_it() => Assert.That(Markdown(null), Does.Not.Contain("random order"));

    private static FastRecord Record(int seen, BettingDecision decision) => new(
        7, 10_000, seen,
        [
            new FastAnswer(FastQuestion.Mean, "mean", 0.01, true, decision, seen, 511, -0.0002, 0, 5, 5, 4.6),
            new FastAnswer(FastQuestion.Cell, "fog/3", 0.03, false, BettingDecision.Undecided, seen, seen, 0, 0, 9, 1, 4.6),
        ],
        []);

    private static string Markdown(FastRecord? record)
    {
        var writer = new StringWriter();
        MarkdownReport.Write(SampleResults.Passed with { Fast = record }, writer);
        return writer.ToString();
    }
}
