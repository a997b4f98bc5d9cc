using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;

namespace ArchRepair.Reporting.Drawing;

/// <summary>The pictures of a report, by the section that they belong to.</summary>
internal static class Pictures
{
    /// <summary>Folder of the picture files, beside the reports.</summary>
    public const string Folder = "plots";

    public static IReadOnlyDictionary<string, Svg> Of(ReportFacts facts)
    {
        var pictures = new Dictionary<string, Svg>(StringComparer.Ordinal);
        if (HeatPicture.Of(facts) is { } heat) pictures[HeatSection.Key] = heat;
        if (SheetPicture.Of(facts) is { } sheet) pictures[NewlyFailedSection.Key] = sheet;
        if (ReliabilityPicture.Of(facts) is { } reliability) pictures[CalibrationSection.Key] = reliability;
        if (RankingPicture.Of(facts.Result.Ranking) is { } ranking) pictures[RankingSection.Key] = ranking;
        if (facts.Result.Ranking is { ByCorruption.Count: > 0 } byCorruption && DepthPicture.Of(byCorruption) is { } depth) pictures[DepthSection.Key] = depth;
        if (CurvePicture.Of(facts.Result.Repair?.Record.Curve) is { } curve) pictures[CurveSection.Key] = curve;
        if (AlphaPicture.Of(facts.Result.Repair?.Record.Alphas) is { } alpha) pictures[AlphaSection.Key] = alpha;
        return pictures;
    }
}
