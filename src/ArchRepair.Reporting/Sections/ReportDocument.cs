using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;

namespace ArchRepair.Reporting.Sections;

/// <summary>A result made ready to be written: its facts and its sections in reading order, computed once for all forms.</summary>
internal sealed class ReportDocument
{
    public ReportDocument(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Facts = new ReportFacts(result);
        // Each section leaves itself out when the result has nothing for it.
        ReportSection?[] sections =
        [
            VerdictSection.Of(Facts),
            FastSection.Of(Facts),
            FailedCellsSection.Of(Facts),
            HeatSection.Of(Facts),
            NewlyFailedSection.Of(Facts),
            FlipSection.Of(Facts),
            ClassSection.Of(Facts),
            CalibrationSection.Of(Facts),
            RankingSection.Of(Facts),
            DepthSection.Of(Facts),
            BlockSection.Of(Facts),
            RepairSection.Of(Facts),
            CurveSection.Of(Facts),
            AlphaSection.Of(Facts),
            ReproduceSection.Of(Facts),
        ];
        Sections = [.. sections.OfType<ReportSection>()];
    }

    public CheckResult Result => Facts.Result;

    public ReportFacts Facts { get; }

    public IReadOnlyList<ReportSection> Sections { get; }
}
