using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Hosts;
using ArchRepair.Reporting.Sections;
using ArchRepair.Reporting.Text;

namespace ArchRepair.Reporting.Tests.Hostile;

public sealed partial class HostileTextTests
{
    private const string Harmless = "harmless";

    private static readonly (string Name, Action<ReportDocument, TextWriter> Write)[] Forms =
    [
        ("report.md", (document, writer) => MarkdownReport.Write(document, writer, hasPictures: true)), ("summary.md", SummaryReport.Write), ("comment.md", CommentReport.Write), ("report.html", HtmlReport.Write), ("junit.xml", JUnitReport.Write),
        ("results.trx", TrxReport.Write), ("metrics.txt", (document, writer) => GitLabMetricsReport.Write(document.Facts, writer)),
        ("quality.json", (document, writer) => GitLabQualityReport.Write(document.Result, SettingsPlaces.Unknown(document.Result.Name), writer)),
        ("compare.md", (document, writer) => CompareReport.WriteMarkdown(Twin(document), document.Result, writer)),
        ("compare.html", (document, writer) => CompareReport.WriteHtml(Twin(document), document.Result, writer)),
        ("github.log", (document, writer) => writer.Write(string.Join('\n', GitHubLog.Annotations(document.Result, SettingsPlaces.Unknown(document.Result.Name), new ModelPlace(document.Result.Name, 1)).Append(GitHubLog.OpenGroup(document.Result.Name))))),
        ("azure.log", (document, writer) => writer.Write(string.Join('\n', AzureLog.Issues(document.Result, SettingsPlaces.Unknown(document.Result.Name), new ModelPlace(document.Result.Name, 1))))),
        ("trend.md", (document, writer) => TrendReport.WriteMarkdown(Runs(document), writer)), ("trend.html", (document, writer) => TrendReport.WriteHtml(Runs(document), writer)),
    ];

    private readonly Dictionary<(string Form, string Text), string> written = [];

    [OneTimeSetUp]
    public void Every_text_goes_through_every_form()
    {
        // A text that a build host could obey is written as code instead of a fenced block: its own harmless twin has "::" too.
        foreach (var text in HostileTexts.All.Append(Harmless).Append(Harmless + "::"))
        {
            var document = new ReportDocument(HostileResults.With(text));
            foreach (var (name, write) in Forms) written[(name, text)] = Reports.Text(write, document);
        }
    }

    [Test]
    public void At_least_500_texts_are_tried() => Assert.That(HostileTexts.All, Has.Count.GreaterThanOrEqualTo(500).And.Unique);

    [TestCase("report.md")]
    [TestCase("summary.md")]
    [TestCase("comment.md")]
    [TestCase("compare.md")]
    [TestCase("trend.md")]
    public void Markdown_keeps_its_structure(string form)
    {
        // The first block of a comment is its marker, which names the model and has a test of its own.
        IEnumerable<string> Structure(string report) => MarkdownCells.Structure(report).Skip(form == "comment.md" ? 1 : 0);
        var expected = Structure(written[(form, Harmless)]);
        var twin = Structure(written[(form, Harmless + "::")]);
        AssertForEach(form, (text, report) =>
        {
            if (form == "comment.md" && text.Length > Visible.SentenceLength) return; // Long enough for the comment to leave sections out.
            Assert.That(Structure(report), Is.EqualTo(IsCommand(text) ? twin : expected), Literal(text));
        });
    }

    [TestCase("report.md")]
    [TestCase("compare.md")]
    public void Markdown_read_back_has_the_same_cells(string form)
    {
        var expected = MarkdownCells.Of(written[(form, Harmless)]);
        AssertForEach(form, (text, report) =>
        {
            var shown = string.Concat(Visible.Name(text).Where(c => !char.IsWhiteSpace(c)));
            if (string.IsNullOrWhiteSpace(text) || Visible.Sentence(text).Length > 80) return; // Cut or called (empty), which is another text by intention.
            Assert.That(MarkdownCells.Of(report), Is.EqualTo(expected.Select(cell => cell.Replace(Harmless, shown, StringComparison.Ordinal))), Literal(text));
        });
    }

    [TestCase("report.html")]
    [TestCase("compare.html")]
    [TestCase("trend.html")]
    public void The_page_has_no_tag_or_attribute_that_is_not_its_own(string form)
    {
        var expected = Tags(written[(form, Harmless)]);
        var twin = Tags(written[(form, Harmless + "::")]);
        AssertForEach(form, (text, report) => Assert.That(Tags(report), Is.EqualTo(IsCommand(text) ? twin : expected), Literal(text)));
    }

    [TestCase("junit.xml")]
    [TestCase("results.trx")]
    public void Test_cases_are_xml_with_the_same_elements(string form)
    {
        static IEnumerable<string> Elements(string xml) => XDocument.Parse(xml).Descendants().Select(element => element.Name.LocalName + string.Join(',', element.Attributes().Select(attribute => attribute.Name)));
        var expected = Elements(written[(form, Harmless)]);
        AssertForEach(form, (text, report) => Assert.That(Elements(report), Is.EqualTo(expected), Literal(text)));
    }

    [Test]
    public void Code_quality_is_json_with_the_same_entries_and_text_shown_in_one_line()
    {
        var expected = JsonNode.Parse(written[("quality.json", Harmless)])!.AsArray().Count;
        AssertForEach("quality.json", (text, report) =>
        {
            var entries = JsonNode.Parse(report)!.AsArray();
            Assert.That(entries, Has.Count.EqualTo(expected), Literal(text));
            Assert.That(entries[^1]!["description"]!.GetValue<string>(), Is.EqualTo(Visible.Sentence(text)), Literal(text));
        });
    }

    [Test]
    public void Every_line_of_metrics_is_a_metric()
    {
        AssertForEach("metrics.txt", (text, report) =>
            Assert.That(report.TrimEnd('\n').Split('\n'), Has.All.Match("""^(archrepair_[a-z_]+(\{[a-z]+="([^"\\]|\\["\\])*"\})? (-?[0-9.]+|NaN)|# EOF)$"""), Literal(text)));
    }

    [TestCase("github.log", @"^(::(error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]+::.+|::group::.+)$")]
    [TestCase("azure.log", @"^##vso\[task\.logissue type=(error|warning);sourcepath=[^;\]]+;linenumber=\d+;(code=[^;\]]+;)?\].+$")]
    public void Every_line_for_a_build_host_is_one_command_with_its_own_properties(string form, string line)
    {
        var count = written[(form, Harmless)].Split('\n').Length;
        AssertForEach(form, (text, log) =>
        {
            Assert.That(log.Split('\n'), Has.Length.EqualTo(count).And.All.Match(line), Literal(text));
            Assert.That(count, Is.LessThanOrEqualTo(11));
        });
    }

    [Test]
    public void A_step_output_cannot_begin_another()
    {
        foreach (var text in HostileTexts.All)
        {
            var lines = GitHubLog.Outputs([("verdict", text), ("report", "path")], "random-delimiter").Split('\n');
            Assert.That((lines.Length, lines[0], lines[2], lines[3], lines[4], lines[5]), Is.EqualTo((7, "verdict<<random-delimiter", "random-delimiter", "report<<random-delimiter", "path", "random-delimiter")), Literal(text));
        }
    }

    [Test]
    public void A_step_output_with_the_delimiter_is_refused() => Assert.That(() => GitHubLog.Outputs([("a", "x d9 y")], "d9"), Throws.ArgumentException);

    [Test]
    public void A_line_of_talk_is_one_line_that_nobody_obeys()
    {
        foreach (var text in HostileTexts.All)
        {
            Assert.That(PlainLine.Of(text).EnumerateRunes().Where(rune => rune.Value == '\n' || IsHidden(rune)), Is.Empty, Literal(text));
            Assert.That(PlainLine.ForLog(text), Does.Not.Contain("::").And.Not.Contain("##"), Literal(text));
        }
    }

    [Test]
    public void A_line_of_our_own_is_left_as_it_is()
    {
        foreach (var line in new[] { "  frost/1 81.20 % → 73.40 % (−7.80 points)", "Evaluating resnet14 …", "" }) Assert.That(PlainLine.Of(line), Is.EqualTo(line));
    }

    [Test]
    public void No_form_holds_a_hidden_character()
    {
        foreach (var ((form, text), report) in written) Assert.That(report.EnumerateRunes().Where(IsHidden), Is.Empty, $"{form}: {Literal(text)}");
    }

    [Test]
    public void No_line_of_markdown_is_a_command_of_a_build_host()
    {
        foreach (var ((form, text), report) in written.Where(pair => pair.Key.Form.EndsWith(".md", StringComparison.Ordinal)))
            Assert.That(report.Split('\n').Where(line => line.TrimStart().StartsWith("::", StringComparison.Ordinal) || line.Contains("##vso[", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal)), Is.Empty, $"{form}: {Literal(text)}");
    }

    [Test]
    public void The_comment_stays_short_and_keeps_its_first_and_last_line()
    {
        AssertForEach("comment.md", (text, report) =>
        {
            var comment = report.TrimEnd('\n').Split('\n');
            Assert.That(comment[0], Does.Match("^<!-- archrepair:[a-z0-9-]+ -->$"), Literal(text));
            Assert.That(comment[^1], Does.Contain("artifact `archrepair`"), Literal(text));
            Assert.That(report, Has.Length.LessThan(CommentReport.MaxLength), Literal(text));
        });
    }

    [TestCase("a\"];b[\"c", "a#34;#93;#59;b#91;#34;c")]
    [TestCase("end\nx", "end#9226;x")]
    [TestCase("`<b>`", "#96;#60;b#62;#96;")]
    public void A_mermaid_label_holds_no_punctuation(string text, string expected) => Assert.That(Escape.Mermaid(text), Is.EqualTo(expected));

    [TestCase("a\nb", "a␊b")]
    [TestCase("a\u202eb", "a‹U+202E›b")]
    [TestCase("\u001b[31m", "␛[31m")]
    [TestCase("  ", "(empty)")]
    public void What_is_hidden_is_shown(string text, string expected) => Assert.That(Visible.Name(text), Is.EqualTo(expected));

    // The same result with other answers, so that every section of a comparison is written.
    private static CheckResult Twin(ReportDocument document) =>
        document.Result with { Evaluation = document.Result.Repair!.Evaluation with { Data = document.Result.Evaluation.Data }, Provenance = document.Result.Provenance with { Seed = 43 } };

    private static HistoryLine[] Runs(ReportDocument document)
    {
        var run = TrendReport.LineOf(document.Result, document.Result.Name);
        return [run with { StartedAt = run.StartedAt.AddDays(-1), MeanCorrupted = 0.5 }, run];
    }

    private void AssertForEach(string form, Action<string, string> assert)
    {
        foreach (var text in HostileTexts.All) assert(text, written[(form, text)]);
    }

    private static string Literal(string text) => string.Concat(text.Select(c => c is > ' ' and < '\x7f' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    private static bool IsHidden(Rune rune) => rune.Value is not '\n' and not 0x200C and not 0x200D && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    private static bool IsCommand(string text) => text.Contains("::", StringComparison.Ordinal) || text.Contains("##", StringComparison.Ordinal);

    // How a sentence is set apart from a name (code or not) may follow the text; everything else may not.
    private static IReadOnlyList<string> Tags(string html) =>
    [
        .. Tag().Matches(html[html.IndexOf("<body>", StringComparison.Ordinal)..])
            .Select(match => Numbers().Replace(Label().Replace(match.Value, ""), "0"))
            .Where(tag => tag is not "<code>" and not "</code>"),
    ];

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    // Positions in a picture follow no text; a label says what the picture shows and is ours.
    [GeneratedRegex("(?<=[\" ,MC])-?[0-9.]+")]
    private static partial Regex Numbers();

    [GeneratedRegex(" aria-label=\"[^\"]*\"")]
    private static partial Regex Label();
}
