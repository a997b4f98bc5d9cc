using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Reporting.Hosts;

/// <summary>A finding as a host shows it beside a line of a file.</summary>
/// <param name="Kind">error or warning.</param>
/// <param name="Code">AR code; empty for the one that counts what is left out.</param>
internal sealed record Annotation(string Kind, string Code, string Message, string File, int Line)
{
    /// <summary>Hosts show ten of a kind a step and drop the rest without a word.</summary>
    public const int Most = 10;

    /// <summary>The findings in their order, worst first; where there are too many, the last place says how many are left out.</summary>
    public static IReadOnlyList<Annotation> Of(CheckResult result, SettingsPlaces places)
    {
        Annotation[] all =
        [
            .. result.Verdict.Findings.Where(finding => finding.Severity != FindingSeverity.Notice).Select(finding => new Annotation(
                finding.Severity == FindingSeverity.Warning ? "warning" : "error", finding.Code, finding.Message, places.File, places.LineOf(finding))),
        ];
        if (all.Length <= Most) return all;
        var left = all.Length - Most + 1;
        return [.. all.Take(Most - 1), new Annotation(all[Most - 1].Kind, "", string.Create(CultureInfo.InvariantCulture, $"{left} more findings stand in the report."), places.File, 1)];
    }
}
