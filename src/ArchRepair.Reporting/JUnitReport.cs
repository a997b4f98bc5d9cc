using System.Globalization;
using System.Xml;

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
        var cases = CheckCase.AllOf(document.Facts);
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

    private static void WriteCounts(XmlWriter xml, CheckResult result, IReadOnlyList<CheckCase> cases)
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

    private static void WriteCase(XmlWriter xml, CheckCase entry)
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

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
