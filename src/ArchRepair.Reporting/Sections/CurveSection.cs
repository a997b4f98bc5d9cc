using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Sections;

/// <summary>How the repair's training went.</summary>
internal static class CurveSection
{
    public const string Key = "curve";

    public static ReportSection? Of(ReportFacts facts)
    {
        if (facts.Result.Repair is not { Record.Curve.Count: > 0 } repair) return null;
        var table = new MarkdownTable("phase", ">steps", ">time", ">loss, first to last", "loss", ">accuracy on the search part", "accuracy");
        var started = 0.0;
        foreach (var phase in Phases(repair.Record.Curve))
        {
            var accuracies = phase.Where(point => point.Accuracy is not null).Select(point => point.Accuracy!.Value).ToArray();
            table.Add(
                Escape.Name(phase[0].Phase), $"{Number.Count(phase[0].Step)} to {Number.Count(phase[^1].Step)}", Number.Duration(phase[^1].Seconds - started),
                $"{Number.Fixed(phase[0].Loss, 2)} → {Number.Fixed(phase[^1].Loss, 2)}", Sparkline.Of(phase.Select(point => point.Loss)),
                accuracies.Length == 0 ? Number.None : $"{Number.Percent(accuracies[0])} → {Number.Percent(accuracies[^1])}", Sparkline.Of(accuracies));
            started = phase[^1].Seconds;
        }

        return new ReportSection(Key, "How training went", $"{table}\nEach curve fills its own height, from its least to its greatest value.\n");
    }

    /// <summary>The curve cut where the phase's name changes.</summary>
    internal static IReadOnlyList<CurvePoint[]> Phases(IReadOnlyList<CurvePoint> curve)
    {
        var phases = new List<CurvePoint[]>();
        var start = 0;
        for (var i = 1; i <= curve.Count; i++)
        {
            if (i < curve.Count && curve[i].Phase == curve[start].Phase) continue;
            phases.Add([.. curve.Skip(start).Take(i - start)]);
            start = i;
        }

        return phases;
    }
}
