using System.Globalization;
using System.Text;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Settings;

namespace ArchRepair.Core.Tests.Settings;

[TestFixture]
public sealed class SettingsReaderTests
{
    private static readonly string File = Path.Combine(Path.GetTempPath(), "somewhere", "archrepair.json");

    private const string Smallest = """
        { "model": { "architecture": "resnet20", "weights": "m/w.pth" }, "data": { "test": { "format": "cifar10", "path": "d" } } }
        """;

    [Test]
    public void The_smallest_file_gets_the_documented_defaults()
    {
        var settings = Parse(Smallest);

        Assert.That(settings.Gate.MaxDrop, Is.EqualTo(0.01));
        Assert.That(settings.Gate.Alpha, Is.EqualTo(0.01));
        Assert.That(settings.Repair.When, Is.EqualTo(RepairWhen.OnFailure));
        Assert.That(settings.Repair.Corruptions, Is.Empty, "by default a repair sees none of the gate's corruptions");
        Assert.That(settings.Model.Normalization.Mean, Is.EqualTo(new[] { 0.485, 0.456, 0.406 }));
    }

    [Test]
    public void Paths_are_relative_to_the_file()
    {
        var settings = Parse(Smallest);
        var folder = Path.GetDirectoryName(File)!;

        Assert.That(settings.Model.Weights, Is.EqualTo(Path.Combine(folder, "m", "w.pth")));
        Assert.That(settings.BaselinePath, Is.EqualTo(Path.Combine(folder, "archrepair.baseline.json")));
        Assert.That(settings.Repair.Output, Is.EqualTo(Path.Combine(folder, "m", "w.repaired.safetensors")));
    }

    [Test]
    public void Comments_and_trailing_commas_are_allowed() =>
        Assert.That(() => Parse("// a\n" + Smallest.Replace("\"d\" }", "\"d\", /* b */ },", StringComparison.Ordinal)), Throws.Nothing);

    [TestCase("""{ "modell": {} }""", "AR0102", "did you mean 'model'?", 1, 3)]
    [TestCase("{\n  \"model\": 5\n}", "AR0103", "'model' is 5; it must be an object", 2, 12)]
    [TestCase("{\n \"seed\": -1 }", "AR0103", "at least 0", 2, 10)]
    [TestCase("{ \"gate\": { \"alpha\": 0.9 } }", "AR0103", "'gate.alpha' is 0.9; it must lie in (0, 0.5)", 1, 22)]
    [TestCase("{ \"gate\": { \"maxDrop\": \"much\" } }", "AR0103", "'gate.maxDrop' is the text \"much\"; it must be a number", 1, 24)]
    [TestCase("{ \"gate\": { \"fast\": { \"when\": \"allways\" } } }", "AR0103", "did you mean 'always'?", 1, 31)]
    [TestCase("{ \"gate\": { \"overrides\": { \"fog/7\": { \"maxCellDrop\": 0 } } } }", "AR0103", "names the severity '7'", 1, 28)]
    [TestCase("{ \"gate\": { \"overrides\": { \"severity:6\": { \"maxCellDrop\": 0 } } } }", "AR0103", "names the severity '6'", 1, 28)]
    [TestCase("{ \"gate\": { \"overrides\": { \"class:cat\": { \"maxCellDrop\": 0 } } } }", "AR0104", "'gate.overrides.class:cat.maxClassDrop' is missing", 1, 41)]
    [TestCase("{ \"repair\": { \"strategy\": \"archrepiar\" } }", "AR0103", "did you mean 'archrepair'?", 1, 27)]
    [TestCase("{ \"repair\": { \"set\": { \"failures\": \"sen\" } } }", "AR0103", "did you mean 'seen'?", 1, 36)]
    [TestCase("{ \"repair\": { \"set\": { \"failureShare\": 2 } } }", "AR0103", "'repair.set.failureShare' is 2; it must lie in (0, 1)", 1, 22)]
    [TestCase("{ \"repair\": { \"set\": { \"failures\": \"seen\" } } }", "AR0103", "name some in 'repair.corruptions'", 1, 22)]
    [TestCase("{ \"data\": { \"generate\": { \"corruptions\": [\"fogg\"] } } }", "AR0103", "did you mean 'fog'?", 1, 42)]
    [TestCase("{ \"data\": { \"generate\": { \"severities\": [0] } } }", "AR0103", "severities are 1 to 5", 1, 41)]
    [TestCase("{ \"model\": { \"classes\": [\"a\", \"a\"] } }", "AR0103", "names a class twice", 1, 25)]
    [TestCase("{ \"model\": { \"normalization\": { \"mean\": [1], \"std\": [1, 1, 0] } } }", "AR0103", "mean has 1 values", 1, 31)]
    [TestCase("{ \"report\": { \"formats\": [\"pdf\"] } }", "AR0103", "known: markdown, html, json, junit", 1, 26)]
    public void A_wrong_setting_is_named_with_its_place_and_cure(string json, string code, string text, int line, int column)
    {
        var problems = Problems(json);

        var problem = problems.FirstOrDefault(problem => problem.Code == code && problem.Message.Contains(text, StringComparison.Ordinal));
        Assert.That(problem, Is.Not.Null, string.Join('\n', problems));
        Assert.That((problem!.Location!.Line, problem.Location.Column), Is.EqualTo((line, column)));
    }

    [Test]
    public void All_problems_are_listed_at_once_in_reading_order()
    {
        var problems = Problems("{\n\"a\": 1,\n\"gate\": { \"alpha\": 2 },\n\"b\": 2 }");

        Assert.That(problems.Select(problem => problem.Location!.Line), Is.Ordered);
        Assert.That(problems, Has.Count.GreaterThanOrEqualTo(5), "two unknown keys, alpha, and the missing model and data");
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("{} {}")]
    [TestCase("{ \"model\": }")]
    public void Text_that_is_no_json_is_AR0101_with_a_place(string json)
    {
        var problem = Problems(json).Single();

        Assert.That(problem.Code, Is.EqualTo("AR0101"));
        Assert.That(problem.Location!.Line, Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public void A_key_that_stands_twice_is_refused() =>
        Assert.That(Problems("""{ "seed": 1, "seed": 2 }""").Single().Message, Does.Contain("'seed' stands twice"));

    [Test]
    public void A_folder_of_corrupted_images_and_a_generator_exclude_each_other() =>
        Assert.That(Problems("""{ "data": { "corrupted": { "format": "cifar-c", "path": "c" }, "generate": {} } }""").Select(problem => problem.Message),
            Has.Some.Contains("exclude each other"));

    [TestCase("""{ "format": "image-folder", "path": "t", "resize": 200, "crop": 224 }""", "less than 'crop' 224")]
    [TestCase("""{ "format": "image-folder", "path": "t", "resize": 256 }""", "'data.test.crop' is missing")]
    [TestCase("""{ "format": "cifar10", "path": "t", "crop": 24 }""", "for folders of images")]
    public void A_size_that_cannot_be_is_refused(string test, string problem) =>
        Assert.That(Problems($$"""{ "data": { "test": {{test}} } }""").Select(found => found.Message), Has.Some.Contains(problem));

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    public void Numbers_mean_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.That(Parse(Smallest[..^3] + """}, "gate": { "maxDrop": 0.125 } }""").Gate.MaxDrop, Is.EqualTo(0.125));
            Assert.That(Problems("""{ "gate": { "alpha": 0.75 } }""").Select(problem => problem.Message), Has.Some.Contains("0.75"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Overrides_of_severities_and_classes_and_fast_are_read()
    {
        var settings = Parse(Smallest.TrimEnd().TrimEnd('}') + """
            , "gate": { "maxClassDrop": 0.2, "overrides": { "severity:5": { "maxCellDrop": 0.1 }, "class:cat": { "maxClassDrop": -0.02 } }, "fast": { "when": "always", "maxImages": 500 } } }
            """);

        Assert.That(settings.Gate.MaxClassDrop, Is.EqualTo(0.2));
        Assert.That(settings.Gate.Overrides!["severity:5"], Is.EqualTo(new ArchRepair.Core.Gate.GateOverride(MaxCellDrop: 0.1)));
        Assert.That(settings.Gate.Overrides!["class:cat"], Is.EqualTo(new ArchRepair.Core.Gate.GateOverride(MaxClassDrop: -0.02)));
        Assert.That(settings.Fast, Is.EqualTo(new FastSettings(FastWhen.Always, 500)));
        Assert.That(Parse(Smallest).Fast, Is.EqualTo(new FastSettings(FastWhen.PullRequests, 0)));
    }

    private static ArchRepairSettings Parse(string json) => SettingsReader.Parse(File, Encoding.UTF8.GetBytes(json));

    private static IReadOnlyList<Diagnostic> Problems(string json)
    {
        var exception = Assert.Throws<ArchRepairException>(() => Parse(json))!;
        Assert.That(exception.ExitCode, Is.EqualTo(ExitCode.Usage));
        return exception.Diagnostics;
    }
}
