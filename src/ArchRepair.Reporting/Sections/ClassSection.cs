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

    public static ReportSection? Of(ReportFacts facts)
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
        string[] columns = ["class", ">clean images", ">clean accuracy", ">corrupted accuracy"];
        if (hasCandidate) columns = [.. columns, $">{facts.CandidateName}"];
        var table = new MarkdownTable([.. columns, "most often mistaken for"]);
        foreach (var entry in classes.Take(Shown))
        {
            string[] cells = [ClassName(result.Evaluation.Model, entry.Class), Number.Count(entry.CleanImages), Clean(entry, facts.Level), Number.Percent(entry.Corrupted)];
            if (hasCandidate) cells = [.. cells, $"{Number.Percent(entry.Candidate)}, {Number.Points(entry.Candidate - entry.Corrupted)}"];
            table.Add([.. cells, Confusion(result.Evaluation.Model, entry)]);
        }

        var text = table.ToString();
        if (classes.Length > Shown) text += $"\nThe {Number.Count(Shown)} weakest of {Number.Of(classes.Length, "class", "classes")}.\n";
        text += $"\nClean accuracy with its {Number.Level(facts.Level)} interval; corrupted accuracy over all corrupted cells.\n";
        return new ReportSection(Key, "Classes, weakest first", text);
    }

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
