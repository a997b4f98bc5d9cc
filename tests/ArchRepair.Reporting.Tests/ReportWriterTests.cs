using System.Text.RegularExpressions;
using System.Xml.Linq;

using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Reporting.Drawing;
using ArchRepair.Reporting.Facts;
using ArchRepair.Reporting.Tests.Samples;

namespace ArchRepair.Reporting.Tests;

public sealed class ReportWriterTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("archrepair-report-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Every_written_path_exists_and_nothing_else_is_left()
    {
        var written = ReportWriter.Write(SampleResults.Accepted, folder, ReportSettings.KnownFormats);

        Assert.That(written, Is.EquivalentTo(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)));
        Assert.That(written[0], Is.EqualTo(Path.Combine(folder, "report.md")));
    }

    [Test]
    public void An_unknown_format_is_named_before_anything_is_written()
    {
        Assert.That(() => ReportWriter.Write(SampleResults.Passed, folder, ["markdown", "pdf"]), Throws.ArgumentException.With.Message.Contain("'pdf'"));
        Assert.That(Directory.GetFiles(folder), Is.Empty);
    }

    [Test]
    public void A_result_read_back_from_its_file_gives_the_same_reports()
    {
        var result = SampleResults.Accepted;
        var readBack = CoreJson.Deserialize<CheckResult>(CoreJson.Serialize(result));

        Assert.That(Reports.Text(HtmlReport.Write, readBack), Is.EqualTo(Reports.Text(HtmlReport.Write, result)));
        Assert.That(Reports.Text(MarkdownReport.Write, readBack), Is.EqualTo(Reports.Text(MarkdownReport.Write, result)));
    }

    [Test]
    public void Every_picture_that_the_report_shows_lies_beside_it()
    {
        var written = ReportWriter.Write(SampleResults.Accepted, folder, ["markdown"]);

        var shown = Regex.Matches(File.ReadAllText(written[0]), @"!\[[^\]]*\]\(([^)]+)\)").Select(match => match.Groups[1].Value).ToArray();
        Assert.That(shown, Has.Length.EqualTo(6));
        Assert.That(shown.Select(path => File.Exists(Path.Combine(folder, path))), Has.All.True);
    }

    [Test]
    public void Pictures_are_well_formed_and_ask_for_nothing()
    {
        foreach (var path in ReportWriter.Write(SampleResults.Accepted, folder, ["markdown"]).Where(path => path.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var svg = XDocument.Load(path);
            Assert.That(svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "style" || (attribute.Name.LocalName == "href" && !IsWithin(attribute.Value))), Is.Empty, path);
        }
    }

    [Test]
    public void Plots_are_png_files_where_the_drawing_library_loads()
    {
        var plots = PngPlots.Of(new ReportFacts(SampleResults.Accepted));
        Assume.That(plots, Is.Not.Empty);

        Assert.That(plots.Keys, Is.EquivalentTo(new[] { "heat-map", "newly-failed", "calibration", "ranking", "depth", "curve" }));
        Assert.That(plots.Values.Select(bytes => bytes.AsSpan(1, 3).SequenceEqual("PNG"u8)), Has.All.True);
    }

    // As it was seen: ScottPlot's initializer asks for a font, whose initializer asks for the library.
    [Test]
    public void A_drawing_library_that_is_missing_is_known_however_many_initializers_deep()
    {
        var missing = new DllNotFoundException("libSkiaSharp");

        Assert.That(PngPlots.IsMissingLibrary(missing), Is.True);
        Assert.That(PngPlots.IsMissingLibrary(new TypeInitializationException("Fonts", new TypeInitializationException("SKTypeface", missing))), Is.True);
        Assert.That(PngPlots.IsMissingLibrary(new TypeInitializationException("Fonts", new InvalidOperationException())), Is.False);
    }

    private static bool IsWithin(string link) => link.StartsWith('#') || link.StartsWith("data:image/png;base64,", StringComparison.Ordinal);
}
