using ArchRepair.Core.Baselines;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Tests.Gate;
using ArchRepair.Tests;

namespace ArchRepair.Core.Tests.Baselines;

[TestFixture]
public sealed class BaselineFileTests
{
    private string folder = "";

    private string BaselinePath => Path.Combine(folder, "archrepair.baseline.json");

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("archrepair-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void What_was_written_compares_as_equal_when_read_back()
    {
        var evaluation = Evaluations.Of((Cell.Clean, 180), (new Cell("fog", 3), 100));
        BaselineFile.Write(BaselinePath, Baseline.Of(evaluation, "1.2.3", 7, DateTimeOffset.UnixEpoch));

        var baseline = BaselineFile.Read(BaselinePath)!;

        Assert.That(Comparer.Differences(baseline.Evaluation, evaluation), Is.Empty);
        Assert.That(Comparer.Compare(baseline.Evaluation, evaluation, 0.99).Cells.Select(cell => cell.Lost + cell.Gained), Is.All.Zero);
        Assert.That((baseline.ToolVersion, baseline.Seed, baseline.RecordedAt), Is.EqualTo(("1.2.3", 7UL, DateTimeOffset.UnixEpoch)));
    }

    [Test]
    public void A_missing_file_is_no_baseline() => Assert.That(BaselineFile.Read(BaselinePath), Is.Null);

    [TestCase("{ \"schema\": 99 }", "schema is 99")]
    [TestCase("{}", "no schema number")]
    [TestCase("[]", "no schema number")]
    [TestCase("{ \"schema\": 1 }", "cannot be used")]
    [TestCase("{ \"schema\": 1, ", "cannot be used")]
    public void A_newer_or_damaged_file_is_inconclusive_and_says_why(string text, string reason)
    {
        File.WriteAllText(BaselinePath, text);

        var exception = Assert.Throws<ArchRepairException>(() => BaselineFile.Read(BaselinePath))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCode.Inconclusive));
        Assert.That(exception.Diagnostics.Single().Code, Is.EqualTo("AR0305"));
        Assert.That(exception.Message, Does.Contain(reason));
    }

    [Test]
    public void A_baseline_of_95_cells_and_10_000_images_takes_at_most_120_kilobytes()
    {
        var evaluation = SyntheticAnswers.Evaluation(10_000, [.. SyntheticAnswers.Cells(5).Skip(1)], 1);
        TestContext.Out.WriteLine($"mean accuracy {evaluation.MeanCorruptedAccuracy:P2}");

        BaselineFile.Write(BaselinePath, Baseline.Of(evaluation, "1.2.3", 7, DateTimeOffset.UnixEpoch));

        var size = new FileInfo(BaselinePath).Length;
        TestContext.Out.WriteLine($"{size} bytes");
        Assert.That(evaluation.Cells, Has.Count.EqualTo(95));
        Assert.That(size, Is.LessThanOrEqualTo(120_000));
        Assert.That(BaselineFile.Read(BaselinePath)!.Evaluation.Cells.Select(cell => cell.Correct), Is.EqualTo(evaluation.Cells.Select(cell => cell.Correct)));
    }

    [TestCase("baseline.schema1.json", 1)]
    [TestCase("baseline.schema2.json", 2)]
    public void Files_of_every_schema_that_was_ever_written_are_read(string name, int schema)
    {
        var baseline = BaselineFile.Read(Path.Combine(RealData.RepositoryRoot, "tests", "ArchRepair.Core.Tests", "Baselines", "Fixtures", name))!;

        Assert.That(baseline.Schema, Is.EqualTo(schema));
        Assert.That(baseline.Evaluation.Cells.Select(cell => $"{cell.Cell} {cell.Correct}"), Is.EqualTo(new[] { "clean 32 of 40", "fog/1 33 of 40", "fog/3 28 of 40" }));
        Assert.That(Convert.ToHexStringLower(baseline.Evaluation.Cells[2].Correct.ToBytes()), Is.EqualTo("7b6ff733dc"));
    }

    [Test]
    public void An_edited_code_is_refused()
    {
        BaselineFile.Write(BaselinePath, Baseline.Of(SyntheticAnswers.Evaluation(300, SyntheticAnswers.Cells(1), 2), "1.2.3", 7, DateTimeOffset.UnixEpoch));
        var text = File.ReadAllText(BaselinePath);
        var at = text.IndexOf("\"answers\": \"", StringComparison.Ordinal) + 40;
        File.WriteAllText(BaselinePath, text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);

        var exception = Assert.Throws<ArchRepairException>(() => BaselineFile.Read(BaselinePath))!;

        Assert.That(exception.Message, Does.Contain("checksum"));
    }

    [TestCase("200000000 hash fog/1", "claims more than")]
    [TestCase("many hash fog/1", "is no cell")]
    [TestCase("40 hash fog/9", "names no severity")]
    [TestCase("40", "is no cell")]
    public void A_cell_line_that_lies_is_refused(string line, string reason)
    {
        BaselineFile.Write(BaselinePath, Baseline.Of(SyntheticAnswers.Evaluation(40, [Cell.Clean, new Cell("fog", 1)], 5), "1.2.3", 7, DateTimeOffset.UnixEpoch));
        var text = File.ReadAllText(BaselinePath);
        File.WriteAllText(BaselinePath, System.Text.RegularExpressions.Regex.Replace(text, "40 [0-9a-f]+ fog/1", line));

        var exception = Assert.Throws<ArchRepairException>(() => BaselineFile.Read(BaselinePath))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCode.Inconclusive));
        Assert.That(exception.Message, Does.Contain(reason));
    }
}
