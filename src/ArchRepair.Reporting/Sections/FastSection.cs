using System.Globalization;
using System.Text;

using ArchRepair.Core.Fast;
using ArchRepair.Core.Statistics;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>How many images a check that stopped early needed, and what their answers do and do not prove.</summary>
internal static class FastSection
{
    public const string Key = "stopped-early";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.Fast is not { Differences.Count: 0 } fast) return null;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Number.Count(fast.Seen)} of {Number.Of(fast.Images, "image")} were measured, each with all its {Number.Of(facts.CorruptedCells.Count, "corrupted cell")}, in random order (seed {fast.Seed})");
        text.Append(fast.IsPartial ? "; the clean images were measured all.\n\n" : ". That is all of them: the verdict is that of an ordinary check.\n\n");
        if (fast.IsPartial) text.Append(Watches(fast)).Append('\n').Append(Proof(facts, fast));
        return new ReportSection(Key, fast.IsPartial ? "Stopped early: what that proves" : "Images in random order", text.ToString());
    }

    private static MarkdownTable Watches(FastRecord fast)
    {
        var table = new MarkdownTable("watched", ">allowed", ">on the images seen", ">decided after", "answer");
        foreach (var answer in fast.Answers.Where(answer => answer.MustPass || answer.Decision == BettingDecision.Failed))
            table.Add(
                Name(answer), answer.Question == FastQuestion.Floor ? "at least " + Number.Percent(answer.Allowed) : Allowed(answer.Allowed),
                answer.Question == FastQuestion.Floor ? Number.Percent(answer.Change) : Number.Points(answer.Change, 2),
                answer.Decision == BettingDecision.Undecided ? Number.None : Number.Of(answer.Needed, "image"), Word(answer.Decision));
        return table;
    }

    private static string Proof(ReportFacts facts, FastRecord fast)
    {
        var alpha = Number.Percent(facts.Result.Policy.Alpha);
        var claim = fast.Decision switch
        {
            BettingDecision.Passed => $"**Proven**, with a chance of error of at most {alpha}: over all {Number.Count(fast.Images)} images, every mean in the table lies within what is allowed. ",
            BettingDecision.Failed => $"**Proven**, with a chance of error of at most {alpha}: over all {Number.Count(fast.Images)} images, the mean that failed is worse than before (or misses the gain or floor that was demanded), and on the images seen it is past its allowance. ",
            _ => "**Nothing is proven.** The images seen suffice for no answer, which is not a pass. ",
        };
        return claim
            + "**Not proven**: single cells, which only sound an alarm here (one could be worse than allowed behind a mean that is not); the size of a change, which stopping early exaggerates, so that the intervals of this report are too narrow; anything about other images than these. "
            + "`check --no-fast` measures every image.\n";
    }

    private static string Name(FastAnswer answer) => answer.Question switch
    {
        FastQuestion.Mean => "mean of all cells",
        FastQuestion.Floor => "floor of the mean",
        FastQuestion.Class => $"class {Escape.Name(answer.Name)}",
        FastQuestion.Group => $"mean of {Escape.Name(answer.Name)}",
        _ => Escape.Name(answer.Name),
    };

    private static string Allowed(double drop) => drop < 0 ? $"+{Number.Size(drop, 2)} at least" : drop == 0 ? "no drop" : "−" + Number.Size(drop, 2);

    private static string Word(BettingDecision decision) => decision switch
    {
        BettingDecision.Passed => "within",
        BettingDecision.Failed => "**failed**",
        _ => "open",
    };
}
