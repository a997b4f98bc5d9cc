using System.Globalization;
using System.Xml;

using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>The check as a JUnit test suite: a case per cell, one for the mean, one for what could not be decided.</summary>
public static class JUnitReport
{
    private const string Suite = "archrepair";

    /// <summary>Writes the XML; a cell that failed is a failure with its numbers, an undecided check an error, a cell without comparison is skipped.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportDocument(result), writer);

    internal static void Write(ReportDocument document, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var result = document.Result;
        var cases = Cases(document.Facts);
        // The declaration is ours: XmlWriter would name the encoding of the text writer, and files are written as UTF-8.
        writer.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using var xml = XmlWriter.Create(writer, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n", CloseOutput = false });
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, result, cases);
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, result, cases);
        xml.WriteAttributeString("timestamp", result.Provenance.StartedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        WriteProperties(xml, result);
        foreach (var entry in cases) WriteCase(xml, entry);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.Flush();
        writer.Write('\n');
    }

    private static void WriteCounts(XmlWriter xml, CheckResult result, IReadOnlyList<Case> cases)
    {
        xml.WriteAttributeString("name", Visible.Name($"{Suite}: {result.Name}"));
        xml.WriteAttributeString("tests", Count(cases.Count));
        xml.WriteAttributeString("failures", Count(cases.Count(entry => entry.Kind == "failure")));
        xml.WriteAttributeString("errors", Count(cases.Count(entry => entry.Kind == "error")));
        xml.WriteAttributeString("skipped", Count(cases.Count(entry => entry.Kind == "skipped")));
        xml.WriteAttributeString("time", result.Evaluation.Seconds.ToString("0.000", CultureInfo.InvariantCulture));
    }

    private static void WriteProperties(XmlWriter xml, CheckResult result)
    {
        (string Name, string Value)[] properties =
        [
            ("verdict", result.Verdict.Outcome.ToString()), ("weights", result.Evaluation.Model.Weights), ("weights-sha256", result.Evaluation.Model.WeightsSha256),
            ("repair", result.Repair is null ? "none" : result.Repair.IsAccepted ? "accepted" : "rolled back"),
            ("command", result.Provenance.Command), ("version", result.Provenance.ToolVersion), ("seed", result.Provenance.Seed.ToString(CultureInfo.InvariantCulture)),
        ];
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Visible.Sentence(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Case entry)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Visible.Name($"{Suite}.{entry.Group}"));
        xml.WriteAttributeString("name", Visible.Name(entry.Name));
        if (entry.Kind.Length > 0)
        {
            xml.WriteStartElement(entry.Kind);
            xml.WriteAttributeString("message", Visible.Sentence(entry.Message));
            if (entry.Type.Length > 0) xml.WriteAttributeString("type", Visible.Name(entry.Type));
            xml.WriteEndElement();
        }

        if (entry.Note.Length > 0) xml.WriteElementString("system-out", Visible.Sentence(entry.Note));
        xml.WriteEndElement();
    }

    private static IReadOnlyList<Case> Cases(ReportFacts facts)
    {
        var result = facts.Result;
        var cases = new List<Case>();
        foreach (var outcome in result.Evaluation.Cells.Where(outcome => outcome.Images > 0)) cases.Add(CellCase(facts, outcome));
        if (facts.CorruptedCells.Count > 0)
            cases.Add(Judged(
                new Case("mean", "mean corrupted accuracy", Note: Number.Percent(result.Evaluation.MeanCorruptedAccuracy, 2)), Failures(result, null),
                result.Comparison?.Mean is not null || result.Policy.MinCorruptedAccuracy is not null));
        var undecided = result.Verdict.Findings.Where(finding => finding.Severity == FindingSeverity.Undecided).ToArray();
        var gate = new Case("gate", "can be decided");
        cases.Add(undecided.Length == 0 ? gate : gate with { Kind = "error", Type = undecided[0].Code, Message = string.Join(" ", undecided.Select(finding => finding.Message)) });
        return cases;
    }

    private static Case CellCase(ReportFacts facts, CellOutcome outcome)
    {
        var compared = facts.Result.Comparison?.Cells.FirstOrDefault(cell => cell.Cell == outcome.Cell);
        var numbers = compared is null
            ? $"{Number.Percent(outcome.Accuracy, 2)} of {Number.Of(outcome.Images, "image")}"
            : $"{Number.Percent(compared.Before, 2)} → {Number.Percent(compared.After, 2)}, change {Number.Points(compared.After - compared.Before, compared.Change)} points, "
                + $"{Number.Count(compared.Lost)} lost, {Number.Count(compared.Gained)} gained of {Number.Of(compared.Images, "image")}, p = {Number.PValue(compared.AdjustedPValue)}";
        var entry = new Case(outcome.Cell.IsClean ? "clean" : facts.Label(outcome.Cell.Corruption), facts.Label(outcome.Cell), Note: numbers);
        return Judged(entry, Failures(facts.Result, outcome.Cell), compared is not null || (outcome.Cell.IsClean && facts.Result.Policy.MinCleanAccuracy is not null));
    }

    private static Case Judged(Case entry, Finding[] failures, bool isCompared)
    {
        if (failures.Length > 0) return entry with { Kind = "failure", Type = failures[0].Code, Message = string.Join(" ", failures.Select(finding => finding.Message)) };
        return isCompared ? entry : entry with { Kind = "skipped", Message = "Measured, but there was nothing to compare with." };
    }

    private static Finding[] Failures(CheckResult result, Cell? cell) =>
        [.. result.Verdict.Findings.Where(finding => finding.Severity == FindingSeverity.Failure && finding.Cell == cell)];

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private sealed record Case(string Group, string Name, string Kind = "", string Type = "", string Message = "", string Note = "");
}
