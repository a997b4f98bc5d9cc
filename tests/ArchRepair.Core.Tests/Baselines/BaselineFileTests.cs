using ArchRepair.Core.Baselines;
using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Tests.Gate;

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
}
