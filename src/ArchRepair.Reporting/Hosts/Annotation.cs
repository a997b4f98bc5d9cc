using System.Globalization;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Reporting.Hosts;

/// <summary>A finding as a host shows it beside a line of a file.</summary>
/// <param name="Kind">error, warning or notice.</param>
/// <param name="Code">AR code; empty for the one that counts what is left out, and for what a finding's cause is.</param>
internal sealed record Annotation(string Kind, string Code, string Message, string File, int Line)
{
    /// <summary>Hosts show ten of a kind a step and drop the rest without a word.</summary>
    public const int Most = 10;

    /// <summary>The findings in their order, worst first; where there are too many, the last place says how many are left out.</summary>
    /// <param name="model">Where the model is declared, which is marked with the block that the failures point at; null where that is not known.</param>
    public static IReadOnlyList<Annotation> Of(CheckResult result, SettingsPlaces places, ModelPlace? model = null)
    {
        if (model is null || result.Ranking is not { Blocks.Count: > 0 } ranking) return OfFindings(result, places, Most);
        return [.. OfFindings(result, places, Most - 1), new Annotation("notice", "", Suspect(ranking, result.Repair), model.File, model.Line)];
    }

    private static string Suspect(BlockRanking ranking, RepairOutcome? repair)
    {
        var second = ranking is { TopIsAmbiguous: true, Blocks.Count: > 1 } ? $", which cannot be told apart from {ranking.Blocks[1].Path}" : "";
        var repaired = repair switch
        {
            null => "",
            { IsAccepted: true } => $" A model repaired in {string.Join(", ", repair.Record.Blocks)} passes the gate: {repair.Output}.",
            _ => $" A repair of {string.Join(", ", repair.Record.Blocks)} was rolled back.",
        };
        return $"The failures point at block {ranking.Blocks[0].Path}{second}.{repaired}";
    }

    private static IReadOnlyList<Annotation> OfFindings(CheckResult result, SettingsPlaces places, int most)
    {
        Annotation[] all =
        [
            .. result.Verdict.Findings.Where(finding => finding.Severity != FindingSeverity.Notice).Select(finding => new Annotation(
                finding.Severity == FindingSeverity.Warning ? "warning" : "error", finding.Code, finding.Message, places.File, places.LineOf(finding))),
        ];
        if (all.Length <= most) return all;
        var left = all.Length - most + 1;
        return [.. all.Take(most - 1), new Annotation(all[most - 1].Kind, "", string.Create(CultureInfo.InvariantCulture, $"{left} more findings stand in the report."), places.File, 1)];
    }
}
