using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Some of the images that the baseline answered right and the checked model does not.</summary>
internal static class NewlyFailedSection
{
    public const string Key = "newly-failed";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.NewlyFailed is not { Images.Count: > 0 } newlyFailed) return null;
        var table = new MarkdownTable("cell", ">image", "true class", "answered");
        foreach (var image in newlyFailed.Images)
            table.Add(Escape.Name(facts.Label(image.Cell)), Number.Count(image.Image), ClassText(facts, image.Label), image.Predicted is { } answer ? ClassText(facts, answer) : Number.None);
        var text = $"The baseline answered these right, the checked model does not: {Number.Count(newlyFailed.Images.Count)} of {Number.Count(newlyFailed.Total)} lost answers, mildest severity first, each corruption in turn.\n\n{table}";
        return new ReportSection(Key, "Newly failed images", text);
    }

    private static string ClassText(ReportFacts facts, int index) =>
        facts.ClassName(index) is { } name ? Escape.Name(name) : $"class {Number.Count(index)}";
}
