using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace ArchRepair.Packaging;

/// <summary>
/// One text with the licence of every package whose files a package of ours holds: the files that the package brings, or the
/// standard text of the licence that it names, with its own copyright line.
/// </summary>
internal static class LicenceTexts
{
    private static readonly string Rule = new('=', 100);

    private static readonly string[] FileNames = ["license", "licence", "notice", "third-party", "thirdparty", "third_party"];

    /// <param name="sources">Assets files of restored projects, and further packages as ID/VERSION.</param>
    /// <returns>0, or 1 where a package names no licence that we have a text of.</returns>
    public static int Write(string output, string packageFolder, IEnumerable<string> sources, TextWriter error)
    {
        var packages = sources
            .SelectMany(source => source.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ShippedPackages(source) : [source])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase);
        // Packages of one family bring the same texts; each text stands once, under all their names.
        var sections = new OrderedDictionary<string, List<string>>();
        var isWhole = true;
        foreach (var package in packages)
        {
            if (Terms(Path.Combine(packageFolder, package.ToLowerInvariant())) is not { } terms)
            {
                error.WriteLine($"error : {package} brings no licence file and names no licence whose text is in build/Packaging/Licences.");
                isWhole = false;
            }
            else if (sections.TryGetValue(terms, out var names)) names.Add(package);
            else sections.Add(terms, [package]);
        }

        var text = new StringBuilder("This package holds files of the packages below, each under its own licence.\n");
        foreach (var (terms, names) in sections) text.Append(CultureInfo.InvariantCulture, $"\n{Rule}\n{string.Join('\n', names)}\n{Rule}\n\n{terms}\n");
        File.WriteAllText(output, text.ToString());
        return isWhole ? 0 : 1;
    }

    // Packages with a file for run time; analyzers and reference assemblies are not shipped.
    private static IEnumerable<string> ShippedPackages(string assetsFile)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        foreach (var target in assets.RootElement.GetProperty("targets").EnumerateObject())
            foreach (var library in target.Value.EnumerateObject())
                if (library.Value.GetProperty("type").GetString() == "package" && HasRunTimeFile(library.Value)) yield return library.Name;
    }

    private static bool HasRunTimeFile(JsonElement library) => new[] { "runtime", "native", "runtimeTargets" }.Any(kind =>
        library.TryGetProperty(kind, out var files) && files.EnumerateObject().Any(file => !file.Name.EndsWith("_._", StringComparison.Ordinal)));

    private static string? Terms(string folder)
    {
        var metadata = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
        string? Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => FileNames.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal)
            .Select(file => File.ReadAllText(file).ReplaceLineEndings("\n"))
            .ToList();
        // A notice file alone speaks of third parties; the package's own terms stand in its licence.
        var hasLicence = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(file => Path.GetFileName(file).StartsWith("licen", StringComparison.OrdinalIgnoreCase));
        if (!hasLicence)
        {
            if (Standard(Value("license") ?? "", Value("copyright") ?? $"Copyright {Value("authors")}") is not { } standard) return null;
            files.Insert(0, standard);
        }

        return string.Join("\n\n", files);
    }

    private static string? Standard(string expression, string copyright)
    {
        var name = expression.Split(" OR ").LastOrDefault(choice => typeof(LicenceTexts).Assembly.GetManifestResourceInfo(choice) is not null);
        if (name is null) return null;
        using var stream = typeof(LicenceTexts).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("<copyright>", copyright, StringComparison.Ordinal);
    }
}
