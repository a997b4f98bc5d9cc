using System.Text.Json;
using System.Text.Json.Nodes;

using ArchRepair.Core.Results;
using ArchRepair.Core.Settings;
using ArchRepair.Tests;

using NJsonSchema;

namespace ArchRepair.Core.Tests.Settings;

/// <summary><c>build/archrepair.schema.json</c> says of the settings what the reader does.</summary>
[TestFixture]
public sealed class SettingsSchemaTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string SchemaFile = Path.Combine(RealData.RepositoryRoot, "build", "archrepair.schema.json");
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(SchemaFile))!;

    // Every object that a settings file can hold, of which some exclude each other.
    private const string Whole = """
        {
          "model": { "normalization": {} }, "data": { "test": {}, "corrupted": {}, "generate": {}, "train": {} },
          "gate": { "overrides": { "fog": {}, "class:cat": {} }, "fast": {} }, "localize": {}, "repair": { "set": {} }, "report": {}
        }
        """;

    [Test]
    public void The_schema_has_every_setting_that_the_reader_knows_and_no_other()
    {
        var findings = new SettingsFindings();
        SettingsReader.Parse(Path.GetFullPath("archrepair.json"), System.Text.Encoding.UTF8.GetBytes(Whole), null, findings);

        Assert.That(findings.KnownKeys, Has.Count.EqualTo(16), "an object that is new to the reader belongs into this test, too");
        foreach (var (path, known) in findings.KnownKeys)
        {
            if (path == "gate.overrides") continue; // its keys are the user's
            Assert.That(At(path)["properties"]!.AsObject().Select(property => property.Key), Is.EquivalentTo(known), path);
            Assert.That(At(path)["additionalProperties"]!.GetValue<bool>(), Is.False, path);
        }
    }

    private static IEnumerable<object[]> Choices() =>
    [
        ["model.architecture", ArchitectureNames.All], ["repair.strategy", SettingsReader.Strategies], ["data.test.format", DataFormats.Clean], ["data.train.format", DataFormats.Clean],
        ["data.corrupted.format", DataFormats.Corrupted], ["repair.set.augmentation", RepairSetSettings.Augmentations], ["repair.set.failures", RepairSetSettings.FailureSources],
    ];

    [TestCaseSource(nameof(Choices))]
    public void Choices_are_the_readers(string path, IReadOnlyList<string> names) => Assert.That(Texts(At(path)["enum"]!), Is.EqualTo(names));

    [Test]
    public void Lists_of_names_are_the_readers()
    {
        Assert.That(Texts(At("repair.corruptions")["items"]!["enum"]!), Is.EqualTo(CorruptionNames.All.Append("failing")));
        Assert.That(Texts(At("report.formats")["items"]!["enum"]!), Is.EqualTo(ReportSettings.KnownFormats));
        Assert.That(Texts(At("data.generate.corruptions")["items"]!["anyOf"]![0]!["enum"]!), Is.EqualTo(CorruptionNames.All.Concat(["standard", "extra", "all"])));
    }

    [Test]
    public void Defaults_are_the_readers()
    {
        var settings = SettingsReader.Parse(Path.GetFullPath("archrepair.json"), """{ "model": { "architecture": "resnet20", "weights": "w" }, "data": { "test": { "format": "idx", "path": "d" } } }"""u8.ToArray());
        var (gate, repair, set) = (settings.Gate, settings.Repair, new RepairSetSettings());
        (string Path, object Value)[] expected =
        [
            ("gate.maxDrop", gate.MaxDrop), ("gate.maxCellDrop", gate.MaxCellDrop), ("gate.maxCleanDrop", gate.MaxCleanDrop), ("gate.warnDrop", gate.WarnDrop), ("gate.alpha", gate.Alpha),
            ("gate.baseline", Path.GetFileName(settings.BaselinePath!)), ("localize.failures", (double)settings.Localization.Failures), ("localize.formula", settings.Localization.Formula),
            ("repair.strategy", repair.Strategy), ("repair.budgetMinutes", repair.BudgetMinutes), ("repair.maxExtraMultiplyAdds", repair.MaxExtraMultiplyAdds), ("repair.blocks", (double)repair.Blocks),
            ("repair.set.augmentation", set.Augmentation), ("repair.set.failures", set.Failures), ("repair.set.failureShare", set.FailureShare), ("repair.set.seenShare", set.SeenShare), ("seed", (double)settings.Seed),
        ];
        foreach (var (path, value) in expected)
        {
            var written = At(path)["default"]!.AsValue();
            object own = written.GetValueKind() == JsonValueKind.Number ? written.GetValue<double>() : written.GetValue<string>();
            Assert.That(own, Is.EqualTo(value), path);
        }
    }

    [Test]
    public async Task Settings_of_the_samples_and_scenarios_are_valid()
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile);
        string[] files = [.. new[] { "samples", "tests/ArchRepair.Packages.Tests/Scenarios" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RealData.RepositoryRoot, folder), "archrepair.json", SearchOption.AllDirectories))
            .Where(file => !file.Contains("WrongSettings", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

        Assert.That(files, Has.Length.GreaterThan(3));
        foreach (var file in files)
            Assert.That(schema.Validate(Plain(File.ReadAllText(file))).Select(problem => problem.ToString()), Is.Empty, file);
    }

    // Where the reader complains about a value, an editor shows it as well.
    [TestCase("""{ "modell": {} }""")]
    [TestCase("""{ "seed": -1 }""")]
    [TestCase("""{ "model": { "architecture": "resnet21" } }""")]
    [TestCase("""{ "model": { "classes": 1 } }""")]
    [TestCase("""{ "model": { "classes": ["cat"] } }""")]
    [TestCase("""{ "model": { "normalization": { "mean": [0.5], "std": [0.5, 0.5, 0.5] } } }""")]
    [TestCase("""{ "model": { "normalization": { "mean": [0, 0, 0], "std": [0, 1, 1] } } }""")]
    [TestCase("""{ "data": { "generate": { "severities": [6] } } }""")]
    [TestCase("""{ "data": { "images": 0.5 } }""")]
    [TestCase("""{ "gate": { "alpha": 0.5 } }""")]
    [TestCase("""{ "gate": { "maxDrop": 2 } }""")]
    [TestCase("""{ "gate": { "fast": { "when": "allways" } } }""")]
    [TestCase("""{ "gate": { "overrides": { "fog": { "maxClassDrop": 0 } } } }""")]
    [TestCase("""{ "gate": { "overrides": { "class:cat": { "maxCellDrop": 0 } } } }""")]
    [TestCase("""{ "repair": { "budgetMinutes": 0 } }""")]
    [TestCase("""{ "repair": { "corruptions": ["fogg"] } }""")]
    [TestCase("""{ "repair": { "set": { "failureShare": 1 } } }""")]
    [TestCase("""{ "report": { "formats": ["pdf"] } }""")]
    public async Task What_the_reader_refuses_the_schema_refuses(string part)
    {
        var whole = JsonNode.Parse("""{ "model": { "architecture": "resnet20", "weights": "w" }, "data": { "test": { "format": "idx", "path": "d" } } }""")!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(part)!.AsObject())
        {
            if (whole[key] is not JsonObject known) whole[key] = value?.DeepClone();
            else foreach (var (inner, own) in value!.AsObject()) known[inner] = own?.DeepClone();
        }

        var (schema, findings) = (await JsonSchema.FromFileAsync(SchemaFile), new SettingsFindings());
        SettingsReader.Parse(Path.GetFullPath("archrepair.json"), System.Text.Encoding.UTF8.GetBytes(whole.ToJsonString()), null, findings);

        Assert.That(schema.Validate(whole.ToJsonString()), Is.Not.Empty);
        if (!part.Contains("resnet21", StringComparison.Ordinal)) Assert.That(findings.Problems, Is.Not.Empty, "only architectures are for the engine to know");
    }

    private static JsonNode At(string path) => path.Length == 0 ? Schema : path.Split('.').Aggregate(Schema, (node, key) => node["properties"]?[key] ?? Pattern(node, key));

    private static JsonNode Pattern(JsonNode node, string key) => node["patternProperties"]![key.StartsWith("class:", StringComparison.Ordinal) ? "^class:" : "^(?!class:)"]!;

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(item => item!.GetValue<string>());

    private static string Plain(string text)
    {
        using var document = JsonDocument.Parse(text, Lenient);
        return JsonSerializer.Serialize(document.RootElement);
    }
}
