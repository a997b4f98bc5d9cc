using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>Findings as GitLab's code quality report: a JSON list whose entries a merge request shows beside the settings.</summary>
public static class GitLabQualityReport
{
    /// <summary>Writes the JSON, an empty list where nothing was found.</summary>
    /// <param name="places">Lines of the settings that findings speak of.</param>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, SettingsPlaces places, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(writer);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var finding in result.Verdict.Findings) WriteFinding(json, result, places, finding, seen);
            json.WriteEndArray();
        }

        writer.Write(Encoding.UTF8.GetString(bytes.ToArray()));
        writer.Write('\n');
    }

    private static void WriteFinding(Utf8JsonWriter json, CheckResult result, SettingsPlaces places, Finding finding, Dictionary<string, int> seen)
    {
        // What was found, not by how much: a finding that stays keeps its fingerprint, so that only new ones are announced.
        var identity = $"{result.Name}\n{finding.Code}\n{finding.Cell}";
        var number = seen[identity] = seen.GetValueOrDefault(identity) + 1;
        var key = string.Create(CultureInfo.InvariantCulture, $"{identity}\n{number}");
        json.WriteStartObject();
        json.WriteString("description", Visible.Sentence(finding.Message));
        json.WriteString("check_name", Visible.Name(finding.Code));
        json.WriteString("fingerprint", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)));
        json.WriteString("severity", Severity(finding.Severity));
        json.WriteStartObject("location");
        json.WriteString("path", Visible.Sentence(places.File));
        json.WriteStartObject("lines");
        json.WriteNumber("begin", places.LineOf(finding));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Severity(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Failure => "critical",
        FindingSeverity.Undecided => "major",
        FindingSeverity.Warning => "minor",
        _ => "info",
    };
}
