using ArchRepair.Core.Results;
using ArchRepair.Core.Statistics;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>How each class fares, weakest first.</summary>
internal static class ClassSection
{
    public const string Key = "classes";

    /// <summary>Classes that are shown; with more, the weakest.</summary>
    private const int Shown = 50;

    /// <param name="reference">What the comparison is with.</param>
    public static ReportSection? Of(ReportFacts facts, string reference = "the baseline")
    {
        var result = facts.Result;
        ClassAccuracy[] classes =
        [
            .. ClassAccuracy.Of(result.Evaluation, result.Repair?.Evaluation)
                .Where(entry => entry.CleanImages + entry.CorruptedAnswers > 0)
                .OrderBy(entry => double.IsNaN(entry.Corrupted) ? entry.Clean : entry.Corrupted).ThenBy(entry => entry.Class),
        ];
        if (classes.Length == 0) return null;
        var hasCandidate = result.Repair is not null;
        var changes = (result.Comparison?.Classes ?? []).ToDictionary(change => change.Class);
        string[] columns = ["class", ">clean images", ">clean accuracy", ">corrupted accuracy"];
        if (changes.Count > 0) columns = [.. columns, $">change from {reference}, points"];
        if (hasCandidate) columns = [.. columns, $">{facts.CandidateName}"];
        var table = new MarkdownTable([.. columns, "most often mistaken for"]);
        foreach (var entry in classes.Take(Shown))
        {
            string[] cells = [ClassName(result.Evaluation.Model, entry.Class), Number.Count(entry.CleanImages), Clean(entry, facts.Level), Number.Percent(entry.Corrupted)];
            if (changes.Count > 0) cells = [.. cells, Change(changes.GetValueOrDefault(entry.Class))];
            if (hasCandidate) cells = [.. cells, $"{Number.Percent(entry.Candidate)}, {Number.Points(entry.Candidate - entry.Corrupted)}"];
            table.Add([.. cells, Confusion(result.Evaluation.Model, entry)]);
        }

        var text = table.ToString();
        if (classes.Length > Shown) text += $"\nThe {Number.Count(Shown)} weakest of {Number.Of(classes.Length, "class", "classes")}.\n";
        text += $"\nIn brackets: {Number.Level(facts.Level)} intervals. Corrupted accuracy and its change are over all corrupted cells{(hasCandidate ? "; the last number is points against the checked model" : "")}.\n";
        return new ReportSection(Key, "Classes, weakest first", text);
    }

    private static string Change(ClassComparison? change) => change switch
    {
        null => Number.None,
        { Lost: 0, Gained: 0 } => Direction.Same,
        _ => Direction.Mark(change.Change) + Number.Points(change.After - change.Before, change.Change),
    };

    private static string Clean(ClassAccuracy entry, double level) =>
        entry.CleanImages == 0 ? Number.None : Number.Percent(entry.Clean, Proportion.Wilson(entry.CleanRight, entry.CleanImages, level));

    private static string Confusion(ModelIdentity model, ClassAccuracy entry)
    {
        if (entry.Confusion is not { } other) return Number.None;
        var wrong = entry.CorruptedAnswers - entry.CorruptedRight;
        return $"{ClassName(model, other)}, {Number.Percent((double)entry.ConfusionCount / wrong, 1)} of its errors";
    }

    private static string ClassName(ModelIdentity model, int index) =>
        index < model.Classes.Count ? Escape.Name(model.Classes[index]) : $"class {Number.Count(index)}";
}
