using System.Globalization;

using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Hosts;

/// <summary>What Azure Pipelines reads from a log: its logging commands.</summary>
public static class AzureLog
{
    /// <summary>At most ten lines that mark findings at the settings they speak of, and the suspicious block where the model is declared.</summary>
    /// <param name="model">Where that is; null where it is not known.</param>
    public static IReadOnlyList<string> Issues(CheckResult result, SettingsPlaces places, ModelPlace? model = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(places);
        return
        [
            // Azure knows errors and warnings only.
            .. Annotation.Of(result, places, model).Select(annotation => annotation.Kind == "notice" ? annotation with { Kind = "warning" } : annotation).Select(annotation => string.Create(CultureInfo.InvariantCulture,
                $"##vso[task.logissue type={annotation.Kind};sourcepath={Property(annotation.File)};linenumber={annotation.Line};{(annotation.Code.Length == 0 ? "" : $"code={Property(annotation.Code)};")}]{Data(annotation.Message)}")),
        ];
    }

    /// <summary>A line that opens a group of the log.</summary>
    public static string OpenGroup(string title) => "##[group]" + Data(title);

    /// <summary>The line that closes it.</summary>
    public static string CloseGroup => "##[endgroup]";

    /// <summary>The line that shows a Markdown file on the run's page.</summary>
    /// <param name="path">Absolute path.</param>
    public static string UploadSummary(string path) => "##vso[task.uploadsummary]" + Data(path);

    /// <summary>The line that hands a value to later steps and jobs.</summary>
    public static string SetOutput(string name, string value) => $"##vso[task.setvariable variable={Property(name)};isoutput=true]{Data(value)}";

    private static string Data(string text) => Visible.Sentence(text).Replace("%", "%AZP25", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
