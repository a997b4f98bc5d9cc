using ArchRepair.Core.Gate;
using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;

namespace ArchRepair.Core.Tests.Settings;

public sealed class SettingsPlacesTests
{
    private const string Text = """
        {
          "data": { "images": 100 },
          "gate": {
            "maxDrop": 0.01,
            "maxCellDrop": 0.03,
            "overrides": {
              "fog": { "maxCellDrop": 0.05 },
              "blur": { "maxCellDrop": 0.05 }
            }
          }
        }
        """;

    private string file = "";

    [SetUp]
    public void MakeFile() => File.WriteAllText(file = Path.GetTempFileName(), Text);

    [TearDown]
    public void RemoveFile() => File.Delete(file);

    [TestCase("AR0001", "snow", 2, ExpectedResult = 5)]
    [TestCase("AR0001", "fog", 2, ExpectedResult = 7)]
    [TestCase("AR0001", "glass_blur", 2, ExpectedResult = 8)]
    [TestCase("AR0002", null, 0, ExpectedResult = 4)]
    [TestCase("AR0003", "clean", 0, ExpectedResult = 3, TestName = "A_limit_that_is_not_written_is_placed_at_its_group")]
    [TestCase("AR0303", null, 0, ExpectedResult = 2)]
    public int A_finding_is_placed_at_its_limit(string code, string? corruption, int severity) =>
        SettingsPlaces.Read(file, "ci/a.json").LineOf(new Finding(code, FindingSeverity.Failure, "m", corruption is null ? null : new Cell(corruption, severity)));

    [Test]
    public void A_file_that_cannot_be_read_has_every_place_on_its_first_line()
    {
        File.WriteAllText(file, "{ not json");

        Assert.That(SettingsPlaces.Read(file, "a").LineOf(new Finding("AR0002", FindingSeverity.Failure, "m")), Is.EqualTo(1));
        Assert.That(SettingsPlaces.Read(file + ".gone", "a").LineOf(new Finding("AR0002", FindingSeverity.Failure, "m")), Is.EqualTo(1));
    }
}
