using ArchRepair.Core.Protocol;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
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
}
