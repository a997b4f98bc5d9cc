using ArchRepair.Core.Results;
using ArchRepair.Engine.Localization;

namespace ArchRepair.Engine.Tests.Localization;

public sealed class LocalizationOptionsTests
{
    [Test]
    public void The_defaults_have_no_problems_and_say_what_they_are()
    {
        var options = new LocalizationOptions();
        Assert.That(options.Problems(), Is.Empty);
        Assert.That(options.Describe(), Is.EqualTo(
            "share of suspicion: up to 0.9 by drift from recorded normalization statistics, the rest by maximum of neurons: " +
            "(Ochiai over activity or silence (above its mean over passes))^0.5 x (relative gradient)^0.5; " +
            "where the first leads by less than 15%, early blocks are preferred; 95% intervals by resampling the examples"));
    }

    [Test]
    public void Every_problem_is_named_at_once()
    {
        var options = new LocalizationOptions
        {
            GradientWeight = 2,
            DriftWeight = -1,
            TopShare = 0,
            EarlyPreference = -1,
            ClearLead = 0,
            Confidence = 1,
            Resamples = -1,
            BatchSize = 0,
            FixedThreshold = double.NaN,
            Adversarial = new AdversarialOptions(Epsilon: 0, Steps: 0, EnoughFailures: -1),
        };
        Assert.That(options.Problems(), Has.Exactly(12).Items);
    }

    [Test]
    public void Examples_name_what_is_wrong_with_them()
    {
        var examples = new LocalizationExamples(new byte[10], 2, 2, [0, -1], 0, "none", [Cell.Clean]);
        Assert.That(examples.Problems(), Has.Exactly(3).Items);
        Assert.That((examples with { Failures = 3 }).Problems(), Has.Some.Contains("3 failures are more than the 2 images"));
    }
}
