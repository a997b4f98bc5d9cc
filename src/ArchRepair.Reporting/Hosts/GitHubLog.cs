using System.Globalization;
using System.Text;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Hosts;

/// <summary>What GitHub Actions reads from a log and from the files that it names: workflow commands and step outputs.</summary>
public static class GitHubLog
{
    /// <summary>At most ten lines that mark findings at the settings they speak of, and the suspicious block where the model is declared.</summary>
    /// <param name="model">Where that is; null where it is not known.</param>
    public static IReadOnlyList<string> Annotations(CheckResult result, SettingsPlaces places, ModelPlace? model = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(places);
        return
        [
            .. Annotation.Of(result, places, model).Select(annotation => string.Create(CultureInfo.InvariantCulture,
                $"::{annotation.Kind} file={Property(annotation.File)},line={annotation.Line},title={Property(Title(annotation))}::{Data(annotation.Message)}")),
        ];
    }

    /// <summary>Marks that GitHub shows of a step; it drops the rest without a word.</summary>
    public const int MostAnnotations = Annotation.Most;

    /// <summary>The line that marks a diagnostic.</summary>
    /// <param name="file">Its file relative to the repository; empty where it has none.</param>
    public static string Error(Diagnostic diagnostic, string file)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var place = file.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"file={Property(file)},line={Math.Max(1, diagnostic.Location?.Line ?? 1)},");
        return $"::error {place}title=ArchRepair {Property(diagnostic.Code)}::{Data(diagnostic.Message)}";
    }

    /// <summary>A line that opens a group of the log.</summary>
    public static string OpenGroup(string title) => "::group::" + Data(title);

    /// <summary>The line that closes it.</summary>
    public static string CloseGroup => "::endgroup::";

    /// <summary>Step outputs as the file behind <c>GITHUB_OUTPUT</c> takes them.</summary>
    /// <param name="delimiter">A word that nobody could foresee: a value that holds it is refused, or it could end its own text and begin other outputs.</param>
    /// <exception cref="ArgumentException">A value holds the delimiter.</exception>
    public static string Outputs(IEnumerable<(string Name, string Value)> outputs, string delimiter)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentException.ThrowIfNullOrEmpty(delimiter);
        var text = new StringBuilder();
        foreach (var (name, value) in outputs)
        {
            if (value.Contains(delimiter, StringComparison.Ordinal)) throw new ArgumentException($"The output {name} holds the delimiter.", nameof(outputs));
            text.Append(name).Append("<<").Append(delimiter).Append('\n').Append(Visible.Sentence(value)).Append('\n').Append(delimiter).Append('\n');
        }

        return text.ToString();
    }

    private static string Title(Annotation annotation) => annotation.Code.Length == 0 ? "ArchRepair" : $"ArchRepair {Visible.Name(annotation.Code)}";

    private static string Data(string text) => Visible.Sentence(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
