using System.Globalization;
using System.Text;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>Everything that identifies the run, and the command that repeats it.</summary>
internal static class ReproduceSection
{
    public const string Key = "reproduce";

    public static ReportSection Of(ReportFacts facts)
    {
        var provenance = facts.Result.Provenance;
        var text = new StringBuilder(Escape.Fenced(provenance.Command, "sh"));
        text.Append("\nThe same files, seed, thread count and kind of machine give the same numbers");
        text.Append(facts.Result.Repair is null ? ".\n\n" : "; a repair repeats as far as its time budget lets it take the same steps.\n\n");
        text.Append(Identity(facts.Result)).Append('\n').Append(Steps(provenance));
        return new ReportSection(Key, "How to reproduce", text.ToString());
    }

    private static string Identity(CheckResult result)
    {
        var (evaluation, provenance) = (result.Evaluation, result.Provenance);
        var table = new MarkdownTable("what", "value");
        table.Add("model", $"{Escape.Name(evaluation.Model.Architecture)}, {Escape.Code(evaluation.Model.Weights)}");
        table.Add("weights SHA-256", Escape.Name(evaluation.Model.WeightsSha256));
        table.Add("size", $"{Number.Count(evaluation.Model.Parameters)} parameters, {Number.Count(evaluation.Model.MultiplyAdds)} multiply-adds per image");
        table.Add("clean images", $"{Escape.Code(evaluation.Data.Test)}, labels {Escape.Name(evaluation.Data.LabelsHash)}");
        table.Add("corrupted images", Escape.Code(evaluation.Data.Corrupted));
        table.Add("preprocessing", Escape.Text(evaluation.Data.Preprocessing));
        if (result.Baseline is { } baseline)
        {
            table.Add("baseline", $"{Escape.Code(baseline.File)}, recorded {Time(baseline.RecordedAt)}");
            table.Add("baseline's weights SHA-256", Escape.Name(baseline.WeightsSha256));
        }

        if (provenance.SettingsFile.Length > 0) table.Add("settings", $"{Escape.Code(provenance.SettingsFile)}, SHA-256 {Escape.Name(provenance.SettingsHash)}");
        table.Add("ArchRepair", Escape.Name(provenance.ToolVersion));
        table.Add("backend", Escape.Text(provenance.Backend));
        table.Add("device", $"{Escape.Name(provenance.Device)}, {Number.Of(provenance.Threads, "thread")}, {Escape.Text(provenance.OperatingSystem)}");
        table.Add("seed", provenance.Seed.ToString(CultureInfo.InvariantCulture));
        table.Add("started", Time(provenance.StartedAt));
        return table.ToString();
    }

    private static string Steps(Provenance provenance)
    {
        if (provenance.Seconds.Count == 0) return "";
        var table = new MarkdownTable("step", ">wall time");
        foreach (var (step, seconds) in provenance.Seconds) table.Add(Escape.Name(step), Number.Duration(seconds));
        if (provenance.Seconds.Count > 1) table.Add("together", Number.Duration(provenance.Seconds.Values.Sum()));
        return table.ToString();
    }

    // The instant in UTC, whatever zone it was recorded in: the same bytes everywhere.
    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
