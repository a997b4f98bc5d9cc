using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>In what two runs differ beside their numbers.</summary>
internal static class CompareProvenance
{
    public const string Key = "differences";

    public static ReportSection Section(CheckResult first, CheckResult second)
    {
        var table = new MarkdownTable("what", "first", "second");
        foreach (var ((name, before), (_, after)) in Facts(first).Zip(Facts(second)))
            if (before != after) table.Add(name, Escape.Code(before), Escape.Code(after));
        return new ReportSection(Key, "What else differs", table.Rows == 0
            ? "Nothing: model, data, settings, versions, device and seed are the same.\n"
            : $"Whatever is not named here is the same.\n\n{table}");
    }

    private static IEnumerable<(string Name, string Value)> Facts(CheckResult result)
    {
        var (evaluation, provenance, policy) = (result.Evaluation, result.Provenance, result.Policy);
        yield return ("architecture", evaluation.Model.Architecture);
        yield return ("weights", evaluation.Model.Weights);
        yield return ("weights SHA-256", evaluation.Model.WeightsSha256);
        yield return ("clean images", evaluation.Data.Test);
        yield return ("labels", evaluation.Data.LabelsHash);
        yield return ("corrupted images", evaluation.Data.Corrupted);
        yield return ("preprocessing", evaluation.Data.Preprocessing);
        yield return ("baseline's weights SHA-256", result.Baseline?.WeightsSha256 ?? "none");
        yield return ("settings SHA-256", provenance.SettingsHash);
        yield return ("gate", Text(policy));
        yield return ("command", provenance.Command);
        yield return ("ArchRepair", provenance.ToolVersion);
        yield return ("backend", provenance.Backend);
        yield return ("device", provenance.Device);
        yield return ("threads", provenance.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("seed", provenance.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("operating system", provenance.OperatingSystem);
        yield return ("started", provenance.StartedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
    }

    private static string Text(GatePolicy policy)
    {
        var overrides = string.Concat((policy.Overrides ?? new Dictionary<string, GateOverride>()).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $", {pair.Key} {pair.Value.MaxCellDrop}")));
        return string.Create(CultureInfo.InvariantCulture,
            $"maxDrop {policy.MaxDrop}, maxCellDrop {policy.MaxCellDrop}, maxCleanDrop {policy.MaxCleanDrop}, warnDrop {policy.WarnDrop}, floors {policy.MinCorruptedAccuracy}/{policy.MinCleanAccuracy}, alpha {policy.Alpha}{overrides}");
    }
}
