using ArchRepair.Core.Results;

namespace ArchRepair.Reporting;

/// <summary>tmp</summary>
public static class ReportWriter
{
    public static IReadOnlyList<string> Write(CheckResult result, string directory, IReadOnlyList<string> formats) => [];
}
