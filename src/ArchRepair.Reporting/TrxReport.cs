using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

using ArchRepair.Core.Results;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting;

/// <summary>The check as a Visual Studio test result file (TRX), with the same cases as <see cref="JUnitReport"/>.</summary>
public static class TrxReport
{
    private const string Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // The list that Visual Studio calls "results not in a list".
    private const string ListId = "8c84fa94-04c1-424b-9868-57a2d4851a1d";

    // The kind of test that unit tests have.
    private const string TestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";

    /// <summary>Writes the XML; identifiers follow from the names, so that the same result gives the same text.</summary>
    /// <param name="writer">Gets the text with <c>\n</c> line ends; not disposed.</param>
    public static void Write(CheckResult result, TextWriter writer) => Write(new ReportDocument(result), writer);

    internal static void Write(ReportDocument document, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (result, cases) = (document.Result, CheckCase.AllOf(document.Facts));
        var started = result.Provenance.StartedAt.ToUniversalTime();
        var finished = started.AddSeconds(Math.Clamp(result.Provenance.Seconds.Values.Where(double.IsFinite).Sum(), 0, 1e8));
        writer.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using var xml = XmlWriter.Create(writer, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n", CloseOutput = false });
        xml.WriteStartElement("TestRun", Namespace);
        Attributes(xml, ("id", Id($"run {result.Name} {Time(started)}")), ("name", Visible.Name($"archrepair: {result.Name}")));
        Element(xml, "Times", ("creation", Time(started)), ("queuing", Time(started)), ("start", Time(started)), ("finish", Time(finished)));
        xml.WriteStartElement("Results");
        foreach (var (i, entry) in cases.Index()) WriteResult(xml, entry, i, started);
        xml.WriteEndElement();
        WriteDefinitions(xml, cases);
        xml.WriteStartElement("ResultSummary");
        Attributes(xml, ("outcome", cases.Any(IsFailed) ? "Failed" : "Completed"));
        Element(xml, "Counters",
            ("total", Count(cases.Count)), ("executed", Count(cases.Count(entry => entry.Kind != "skipped"))), ("passed", Count(cases.Count(entry => entry.Kind.Length == 0))),
            ("failed", Count(cases.Count(IsFailed))), ("notExecuted", Count(cases.Count(entry => entry.Kind == "skipped"))));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.Flush();
        writer.Write('\n');
    }

    private static void WriteResult(XmlWriter xml, CheckCase entry, int index, DateTimeOffset started)
    {
        xml.WriteStartElement("UnitTestResult");
        Attributes(xml,
            ("executionId", Id(Key("execution", entry, index))), ("testId", Id(Key("test", entry, index))), ("testName", Visible.Name($"{entry.Group}: {entry.Name}")),
            ("computerName", "archrepair"), ("duration", "00:00:00.0000000"), ("startTime", Time(started)), ("endTime", Time(started)), ("testType", TestType),
            ("outcome", IsFailed(entry) ? "Failed" : entry.Kind == "skipped" ? "NotExecuted" : "Passed"), ("testListId", ListId));
        if (entry.Note.Length + entry.Message.Length > 0)
        {
            xml.WriteStartElement("Output");
            if (entry.Note.Length > 0) xml.WriteElementString("StdOut", Visible.Sentence(entry.Note));
            if (entry.Message.Length > 0)
            {
                xml.WriteStartElement("ErrorInfo");
                xml.WriteElementString("Message", Visible.Sentence(entry.Type.Length > 0 ? $"{entry.Type}: {entry.Message}" : entry.Message));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteDefinitions(XmlWriter xml, IReadOnlyList<CheckCase> cases)
    {
        xml.WriteStartElement("TestDefinitions");
        foreach (var (i, entry) in cases.Index())
        {
            var name = Visible.Name($"{entry.Group}: {entry.Name}");
            xml.WriteStartElement("UnitTest");
            Attributes(xml, ("name", name), ("storage", "archrepair"), ("id", Id(Key("test", entry, i))));
            Element(xml, "Execution", ("id", Id(Key("execution", entry, i))));
            Element(xml, "TestMethod", ("codeBase", "archrepair"), ("className", Visible.Name($"archrepair.{entry.Group}")), ("name", name));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestEntries");
        foreach (var (i, entry) in cases.Index())
            Element(xml, "TestEntry", ("testId", Id(Key("test", entry, i))), ("executionId", Id(Key("execution", entry, i))), ("testListId", ListId));
        xml.WriteEndElement();
        xml.WriteStartElement("TestLists");
        Element(xml, "TestList", ("name", "Results Not in a List"), ("id", ListId));
        xml.WriteEndElement();
    }

    private static bool IsFailed(CheckCase entry) => entry.Kind is "failure" or "error";

    private static string Key(string kind, CheckCase entry, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind} {index} {entry.Group} {entry.Name}");

    private static string Id(string key) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)).ToString();

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static void Element(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, value);
    }
}
