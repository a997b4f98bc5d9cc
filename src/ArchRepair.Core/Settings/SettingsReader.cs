using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;
using ArchRepair.Core.Results;

namespace ArchRepair.Core.Settings;

/// <summary>Reads <c>archrepair.json</c> into one validated record; every problem is collected with file, line and column.</summary>
public static class SettingsReader
{
    /// <summary>Names of repair strategies that exist.</summary>
    public static IReadOnlyList<string> Strategies { get; } =
    [
        "archrepair", "block", "fine-tune", "bn-recalibrate", "last-layer", "random-block", "layer", "interpolate", "fine-tune-augmix",
        "arachne", "apricot", "sensei", "failure-mix",
    ];

    /// <param name="model">What the command line says of a model project.</param>
    /// <exception cref="ArchRepairException">Something is wrong; exit 2, all problems listed.</exception>
    public static ArchRepairSettings Read(string path, ModelOverride? model = null)
    {
        var file = Path.GetFullPath(path);
        if (!File.Exists(file))
            throw new ArchRepairException(ExitCode.Usage, "AR0201", $"The settings file '{path}' does not exist; 'dotnet archrepair init' writes one.");
        return Parse(file, File.ReadAllBytes(file), model);
    }

    /// <param name="file">Absolute path that relative paths are resolved against; it need not exist.</param>
    /// <param name="given">What the command line says of a model project.</param>
    public static ArchRepairSettings Parse(string file, byte[] utf8, ModelOverride? given = null)
    {
        var findings = new SettingsFindings();
        var settings = Parse(file, utf8, given, findings);
        if (findings.Problems.Count > 0)
            throw new ArchRepairException(ExitCode.Usage, [.. findings.Problems.OrderBy(problem => problem.Location?.Line).ThenBy(problem => problem.Location?.Column)]);
        return settings;
    }

    /// <summary>Reads a file that may be wrong; what is, stands in <paramref name="findings"/>.</summary>
    internal static ArchRepairSettings Parse(string file, byte[] utf8, ModelOverride? given, SettingsFindings findings)
    {
        var root = new SettingsNode(PositionedJson.Parse(file, utf8), "", findings);
        var folder = Path.GetDirectoryName(file)!;
        root.Value("$schema");
        var model = ReadModel(root.Object("model"), root, folder, given ?? new ModelOverride());
        var data = ReadData(root.Object("data"), root, folder);
        var gate = GateReader.Read(root.Object("gate"), folder, data, model.Classes);
        var localization = ReadLocalization(root.Object("localize"));
        var repair = ReadRepair(root.Object("repair"), folder, model);
        var report = ReadReport(root.Object("report"), folder);
        var seed = (ulong)root.Integer("seed", 0, 0);
        root.RefuseUnknownKeys();
        var hash = Convert.ToHexStringLower(SHA256.HashData(utf8));
        return new ArchRepairSettings(file, hash, model, data, gate.Policy, gate.Baseline, localization, repair, report, seed, gate.Fast);
    }

    private static ModelSettings ReadModel(SettingsNode? node, SettingsNode root, string folder, ModelOverride given)
    {
        if (node is null)
        {
            root.Complain("AR0104", "'model' is missing; it names architecture and weights.", root.Location);
            return new ModelSettings("", "", [], Normalization.ImageNet);
        }

        var project = ModelProjectReader.Read(node, folder, given);
        var architecture = project?.Type ?? node.RequiredText("architecture", "name one, e.g. \"resnet20\", or the C# project that defines the model by 'model.project'.");
        node.Value("architecture"); // known, also where the command line names a project instead
        var weights = node.RequiredText("weights", "name the file, e.g. \"models/resnet20.pth\".");
        var classes = ReadClasses(node);
        var normalization = ReadNormalization(node.Object("normalization"));
        var size = node.Integer("inputSize", 0, 0);
        var blocks = node.Texts("blocks");
        node.RefuseUnknownKeys();
        return new ModelSettings(architecture, Absolute(folder, weights), classes, normalization, size, project, blocks);
    }

    private static IReadOnlyList<string> ReadClasses(SettingsNode node)
    {
        if (node.Value("classes") is not { } value) return [];
        if (value.Kind != JsonTokenType.Number)
        {
            var names = node.Texts("classes");
            if (names.Count == 1) node.Complain("AR0103", "'model.classes' names one class; a classifier has at least 2.", value.Location);
            if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) node.Complain("AR0103", "'model.classes' names a class twice.", value.Location);
            return names;
        }

        var count = node.Integer("classes", 2, 2);
        if (count > ushort.MaxValue) node.Complain("AR0103", $"'model.classes' is {value.Text}; at most {ushort.MaxValue} are supported.", value.Location);
        return [.. Enumerable.Range(0, Math.Min(count, ushort.MaxValue)).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    private static Normalization ReadNormalization(SettingsNode? node)
    {
        if (node is null) return Normalization.ImageNet;
        var normalization = new Normalization(node.Numbers("mean"), node.Numbers("std"));
        foreach (var problem in normalization.Problems()) node.Complain("AR0103", $"'model.normalization': {problem}", node.Location);
        node.RefuseUnknownKeys();
        return normalization;
    }

    private static DataSettings ReadData(SettingsNode? node, SettingsNode root, string folder)
    {
        if (node is null)
        {
            root.Complain("AR0104", "'data' is missing; it names the test images.", root.Location);
            return new DataSettings(new ImageSetSource("", ""), null, null);
        }

        if (!node.Has("test")) node.Complain("AR0104", "'data.test' is missing; it names the clean test images.", node.Location);
        var test = ReadImageSet(node.Object("test"), "data.test", folder) ?? new ImageSetSource("", "");
        var train = ReadImageSet(node.Object("train"), "data.train", folder);
        if (node.Has("corrupted") && node.Has("generate"))
            node.Complain("AR0103", "'data.corrupted' and 'data.generate' exclude each other; keep one.", node.LocationOf("generate"));
        var corrupted = ReadCorrupted(node.Object("corrupted"), folder) ?? ReadGenerate(node.Object("generate"), folder);
        var images = node.Integer("images", 0, 0);
        node.RefuseUnknownKeys();
        return new DataSettings(test, corrupted, train, images);
    }

    private static ImageSetSource? ReadImageSet(SettingsNode? node, string name, string folder)
    {
        if (node is null) return null;
        var format = node.RequiredText("format", $"one of {string.Join(", ", DataFormats.Clean)}.");
        node.CheckChoice($"{name}.format", format, DataFormats.Clean, node.LocationOf("format"));
        var path = node.RequiredText("path", "name the folder.");
        var sizing = ReadSizing(node, name, format == "image-folder");
        node.RefuseUnknownKeys();
        return new ImageSetSource(format, Absolute(folder, path), sizing);
    }

    private static CorruptedSource? ReadCorrupted(SettingsNode? node, string folder)
    {
        if (node is null) return null;
        var format = node.RequiredText("format", $"one of {string.Join(", ", DataFormats.Corrupted)}.");
        node.CheckChoice("data.corrupted.format", format, DataFormats.Corrupted, node.LocationOf("format"));
        var path = node.RequiredText("path", "name the folder.");
        var corruptions = node.Texts("corruptions");
        var severities = ReadSeverities(node);
        var sizing = ReadSizing(node, "data.corrupted", format == "image-folder-c");
        node.RefuseUnknownKeys();
        return new CorruptedSource(format, Absolute(folder, path), corruptions, severities, Sizing: sizing);
    }

    private static ImageSizing? ReadSizing(SettingsNode node, string name, bool isFolder)
    {
        if (!node.Has("crop") && !node.Has("resize")) return null;
        var sizing = new ImageSizing(node.Integer("crop", 0, 0), node.Integer("resize", 0, 0));
        var key = node.Has("crop") ? "crop" : "resize";
        if (!isFolder) node.Complain("AR0103", $"'{name}.{key}' is for folders of images; images of other formats have one size already.", node.LocationOf(key));
        else if (!node.Has("crop")) node.Complain("AR0104", $"'{name}.crop' is missing; 'resize' alone leaves images of differing widths.", node.LocationOf(key));
        else foreach (var problem in sizing.Problems()) node.Complain("AR0103", $"'{name}': {problem}", node.LocationOf(key));
        return sizing;
    }

    private static CorruptedSource? ReadGenerate(SettingsNode? node, string folder)
    {
        if (node is null) return null;
        var names = node.Texts("corruptions");
        var assembly = node.Text("assembly", "");
        // What an assembly of the user's brings is known only to the worker that loads it.
        foreach (var name in assembly.Length > 0 ? [] : names)
            node.CheckChoice("data.generate.corruptions", name, [.. CorruptionNames.All, "standard", "extra", "all"], node.LocationOf("corruptions"));
        var severities = ReadSeverities(node);
        var frost = node.Text("frostFolder", "");
        node.RefuseUnknownKeys();
        return new CorruptedSource(DataFormats.Generate, "", names.Count == 0 ? ["standard"] : names, severities, Absolute(folder, frost), Absolute(folder, assembly));
    }

    private static IReadOnlyList<int> ReadSeverities(SettingsNode node)
    {
        if (!node.Has("severities")) return [1, 2, 3, 4, 5];
        var severities = node.Numbers("severities");
        foreach (var severity in severities)
            if (severity is not (1 or 2 or 3 or 4 or 5))
                node.Complain("AR0103", string.Create(CultureInfo.InvariantCulture, $"'severities' holds {severity}; severities are 1 to 5."), node.LocationOf("severities"));
        return [.. severities.Select(severity => (int)severity).Distinct().Order()];
    }

    private static LocalizationSettings ReadLocalization(SettingsNode? node)
    {
        var defaults = new LocalizationSettings();
        if (node is null) return defaults;
        var failures = node.Integer("failures", defaults.Failures, 1);
        var formula = node.Choice("formula", defaults.Formula, ["tarantula", "ochiai", "dstar", "barinel"]);
        node.RefuseUnknownKeys();
        return new LocalizationSettings(failures, formula);
    }

    private static RepairSettings ReadRepair(SettingsNode? node, string folder, ModelSettings model)
    {
        var output = Path.Combine(
            Path.GetDirectoryName(model.Weights) is { Length: > 0 } weightsFolder ? weightsFolder : folder,
            Path.GetFileNameWithoutExtension(model.Weights) + ".repaired.safetensors");
        if (node is null) return new RepairSettings(RepairWhen.OnFailure, "archrepair", 10, 0.10, output, []);
        var when = node.Choice("when", "onFailure", ["onFailure", "never"]) == "never" ? RepairWhen.Never : RepairWhen.OnFailure;
        var corruptions = node.Texts("corruptions");
        foreach (var name in corruptions)
            node.CheckChoice("repair.corruptions", name, [.. CorruptionNames.All, "failing"], node.LocationOf("corruptions"));
        if (node.Has("output")) output = Absolute(folder, node.Text("output", ""));
        var repair = new RepairSettings(
            when,
            node.Choice("strategy", "archrepair", Strategies.ToArray()),
            node.Number("budgetMinutes", 10),
            node.Number("maxExtraMultiplyAdds", 0.10),
            output,
            corruptions,
            node.Integer("images", 0, 0),
            node.Text("block", ""),
            ReadRepairSet(node.Object("set")),
            Blocks: node.Integer("blocks", 1, 1));
        foreach (var problem in repair.Problems()) node.Complain("AR0103", $"'repair.{problem.Replace(" is ", "' is ", StringComparison.Ordinal)}", ProblemLocation(node, problem));
        node.RefuseUnknownKeys();
        return repair;
    }

    private static RepairSetSettings? ReadRepairSet(SettingsNode? node)
    {
        if (node is null) return null;
        var defaults = new RepairSetSettings();
        var set = new RepairSetSettings(
            node.Choice("augmentation", defaults.Augmentation, [.. RepairSetSettings.Augmentations]),
            node.Has("cleanShare") ? node.Number("cleanShare", 0) : null,
            node.Choice("failures", defaults.Failures, [.. RepairSetSettings.FailureSources]),
            node.Number("failureShare", defaults.FailureShare),
            node.Number("seenShare", defaults.SeenShare));
        node.RefuseUnknownKeys();
        return set;
    }

    private static ReportSettings ReadReport(SettingsNode? node, string folder)
    {
        var directory = Path.Combine(folder, "artifacts", "archrepair");
        if (node is null) return new ReportSettings(directory, ReportSettings.DefaultFormats);
        if (node.Has("directory")) directory = Absolute(folder, node.Text("directory", ""));
        var formats = node.Has("formats") ? node.Texts("formats") : ReportSettings.DefaultFormats;
        foreach (var format in formats) node.CheckChoice("report.formats", format, ReportSettings.KnownFormats.ToArray(), node.LocationOf("formats"));
        node.RefuseUnknownKeys();
        return new ReportSettings(directory, formats);
    }

    internal static SourceLocation ProblemLocation(SettingsNode node, string problem) => node.LocationOf(problem.Split(' ', '.')[0]);

    internal static string Absolute(string folder, string path) => path.Length == 0 ? "" : Path.GetFullPath(Path.Combine(folder, path));
}
