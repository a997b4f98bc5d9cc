using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;

namespace ArchRepair.Reporting.Sections;

/// <summary>The parts of a report in reading order; each leaves itself out when the result has nothing for it.</summary>
internal static class ReportSections
{
    public static IReadOnlyList<ReportSection> Of(CheckResult result)
    {
        var facts = new ReportFacts(result);
        ReportSection?[] sections =
        [
            VerdictSection.Of(facts),
            FailedCellsSection.Of(facts),
            HeatSection.Of(facts),
            ClassSection.Of(facts),
            RankingSection.Of(facts),
            BlockSection.Of(facts),
            RepairSection.Of(facts),
            CurveSection.Of(facts),
            ReproduceSection.Of(facts),
        ];
        return [.. sections.OfType<ReportSection>()];
    }
}
