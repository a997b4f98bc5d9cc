using System.Text.RegularExpressions;

namespace ArchRepair.Tool.Street.Findings;

/// <summary>
/// Finds projects that reference TorchSharp, and in their sources the modules that nobody else uses as a part: these are whole models.
/// Reads text, not syntax: a first guess for a settings file that a person will read.
/// </summary>
internal static partial class ProjectFinder
{
    public static IEnumerable<FoundProject> Find(string root, FolderListing listing)
    {
        foreach (var project in listing.Files.Where(file => Path.GetExtension(file) == ".csproj"))
        {
            var sources = SourcesOf(root, project, listing);
            if (!MentionsTorch(File.ReadAllText(Path.Combine(root, project)), sources)) continue;
            foreach (var type in Roots(sources)) yield return new FoundProject(project, type);
        }
    }

    private static string[] SourcesOf(string root, string project, FolderListing listing)
    {
        var folder = (Path.GetDirectoryName(project) ?? "").Replace('\\', '/');
        return [.. listing.Files.Where(file => Path.GetExtension(file) == ".cs" && (folder.Length == 0 || file.StartsWith(folder + "/", StringComparison.Ordinal)))
            .Select(file => File.ReadAllText(Path.Combine(root, file)))];
    }

    // The reference may stand in a props file or come through another project; the sources say it too.
    private static bool MentionsTorch(string project, string[] sources) =>
        project.Contains("TorchSharp", StringComparison.Ordinal) || sources.Any(source => source.Contains("TorchSharp", StringComparison.Ordinal));

    private static IEnumerable<string> Roots(string[] sources)
    {
        var modules = sources.SelectMany(Modules).ToArray();
        return modules.Where(module => module.IsMade && !modules.Any(other => other != module && Regex.IsMatch(other.Body, $@"\b{Regex.Escape(module.Name)}\b")))
            .Select(module => module.FullName).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<Module> Modules(string source)
    {
        var space = Namespace().Match(source) is { Success: true } found ? found.Groups[1].Value + "." : "";
        var classes = Class().Matches(source);
        for (var i = 0; i < classes.Count; i++)
        {
            var (match, end) = (classes[i], i + 1 < classes.Count ? classes[i + 1].Index : source.Length);
            if (!Base().IsMatch(match.Groups["base"].Value)) continue;
            var (name, body) = (match.Groups["name"].Value, source[match.Index..end]);
            yield return new Module(name, space + name, body, !match.Groups["modifiers"].Value.Contains("abstract", StringComparison.Ordinal) && CanBeMade(name, match.Groups["parameters"].Value, body));
        }
    }

    private static bool CanBeMade(string name, string parameters, string body)
    {
        if (parameters.Length > 0) return parameters.Trim('(', ')', ' ').Length == 0;
        var constructors = Regex.Matches(body, $@"\b(?:public|internal|private|protected)\s+{Regex.Escape(name)}\s*\(([^)]*)\)");
        return constructors.Count == 0 || constructors.Any(constructor => constructor.Groups[1].Value.Trim().Length == 0);
    }

    private sealed record Module(string Name, string FullName, string Body, bool IsMade);

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<modifiers>(?:\b(?:public|internal|sealed|abstract|partial)\s+)*)\bclass\s+(?<name>\w+)\s*(?<parameters>\([^)]*\))?\s*(?::(?<base>[^{;]+))?")]
    private static partial Regex Class();

    [GeneratedRegex(@"\bModule\s*<\s*(?:torch\.)?Tensor\s*,\s*(?:torch\.)?Tensor\s*>")]
    private static partial Regex Base();
}
