using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Whether the model is right as often as its confidence claims, on clean and on corrupted images.</summary>
internal static class CalibrationSection
{
    public const string Key = "calibration";

    public static ReportSection? Of(ReportFacts facts)
    {
        var curves = CalibrationCurve.Of(facts.Result.Evaluation);
        if (curves.Count == 0) return null;
        var table = new MarkdownTable("model", "images", ">mean confidence", ">accuracy", ">claims too much by, points", ">ECE, points", ">by chance", ">answers");
        foreach (var curve in curves) Add(table, "checked model", curve);
        if (facts.Result.Repair is { } repair)
            foreach (var curve in CalibrationCurve.Of(repair.Evaluation)) Add(table, facts.CandidateName, curve);
        var text = $"{table}\nECE: expected calibration error, the mean distance of confidence and accuracy over bins of equal mass; 0 is calibrated. By chance: what a calibrated model would show on so many answers.\n";
        foreach (var curve in curves)
            text += $"\n<details>\n<summary>The {Number.Of(curve.Bins.Count, "bin")} of {curve.Images} images</summary>\n\n{Bins(curve)}\n</details>\n";
        return new ReportSection(Key, "Confidence against accuracy", text);
    }

    private static void Add(MarkdownTable table, string model, CalibrationCurve curve) => table.Add(
        model, curve.Images, Number.Percent(curve.MeanConfidence), Number.Percent(curve.Accuracy), Number.Points(curve.MeanConfidence - curve.Accuracy),
        Number.Size(curve.ExpectedError), Number.Size(curve.ByChance), Number.Count(curve.Answers));

    private static string Bins(CalibrationCurve curve)
    {
        var table = new MarkdownTable(">confidence", ">accuracy", ">too much, points", ">answers");
        foreach (var bin in curve.Bins)
            table.Add(Number.Percent(bin.MeanConfidence), Number.Percent(bin.Accuracy), Number.Points(bin.MeanConfidence - bin.Accuracy), Number.Count(bin.Count));
        return table.ToString();
    }
}
