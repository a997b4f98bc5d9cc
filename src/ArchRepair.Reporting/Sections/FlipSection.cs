using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>How many answers changed sides, by family of corruptions: a change of accuracy is what is left of them.</summary>
internal static class FlipSection
{
    public const string Key = "flips";

    private const string Own = "own";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.Comparison is not { Cells.Count: > 0 } comparison) return null;
        var text = Table(comparison);
        if (facts.Result.Repair is { } repair && Answers(facts.Result.Evaluation, repair.Evaluation) is { } flips)
            text += $"\nAgainst the checked model, the {facts.CandidateName} answers {Number.Count(flips.RightToWrong + flips.WrongToRight + flips.WrongToOtherWrong)} of {Number.Count(flips.Images)} images otherwise: "
                + $"{Number.Count(flips.RightToWrong)} right answers became wrong, {Number.Count(flips.WrongToRight)} wrong ones right, {Number.Count(flips.WrongToOtherWrong)} wrong ones wrong in another way.\n";
        return new ReportSection(Key, "Answers that changed", text);
    }

    private static string Table(Comparison comparison)
    {
        var table = new MarkdownTable("images", ">cells", ">answers", ">right, now wrong", ">wrong, now right", ">changed sides", ">net change, points");
        foreach (var group in comparison.Cells.GroupBy(Group).OrderBy(group => Order(group.Key))) Add(table, group.Key, [.. group]);
        CellComparison[] corrupted = [.. comparison.Corrupted];
        if (corrupted.Select(Group).Distinct().Count() > 1) Add(table, "all corrupted", corrupted);
        return table.ToString();
    }

    private static void Add(MarkdownTable table, string name, CellComparison[] cells)
    {
        var (answers, lost, gained) = (cells.Sum(cell => (long)cell.Images), cells.Sum(cell => (long)cell.Lost), cells.Sum(cell => (long)cell.Gained));
        table.Add(
            name == Own ? "corruptions of your own" : name, Number.Count(cells.Length), Number.Count(answers), Share(lost, answers), Share(gained, answers),
            Share(lost + gained, answers), Number.Points((double)(gained - lost) / answers));
    }

    private static string Share(long count, long answers) => $"{Number.Count(count)} ({Number.Percent((double)count / answers)})";

    private static string Group(CellComparison cell) => cell.Cell.IsClean ? "clean" : CorruptionNames.FamilyOf(cell.Cell.Corruption) ?? Own;

    private static int Order(string group) => group switch
    {
        "clean" => 0,
        Own => 99,
        _ => 1 + CorruptionNames.FamilyNames.ToList().IndexOf(group),
    };

    /// <summary>All answers of both models, cell by cell; null where answers were not kept.</summary>
    private static Flips? Answers(Evaluation before, Evaluation after)
    {
        var sum = default(Flips);
        var labels = Integers(before.Labels);
        foreach (var outcome in after.Cells)
        {
            if (before.Find(outcome.Cell) is not { Predicted: { } old } || outcome.Predicted is not { } now || old.Length != now.Length || now.Length > labels.Length) return null;
            var flips = Flips.Of(labels.AsSpan(0, now.Length), Integers(old), Integers(now));
            sum = new Flips(
                sum.RightToWrong + flips.RightToWrong, sum.WrongToRight + flips.WrongToRight, sum.WrongToOtherWrong + flips.WrongToOtherWrong, sum.Unchanged + flips.Unchanged);
        }

        return sum.Images == 0 ? null : sum;
    }

    private static int[] Integers(ClassSequence classes)
    {
        var integers = new int[classes.Length];
        for (var i = 0; i < integers.Length; i++) integers[i] = classes[i];
        return integers;
    }
}
