using ArchRepair.Core.Settings;

namespace ArchRepair.Tool.Street.Findings;

/// <summary>What a folder seems to hold: a model, weights, images. All paths are relative to it, with forward slashes.</summary>
/// <param name="Weights">The weights file; null when there is none.</param>
/// <param name="Architecture">By the weights' name, or a guess.</param>
/// <param name="Project">The C# project with a TorchSharp module; null when there is none.</param>
/// <param name="Test">Clean test images.</param>
/// <param name="Train">Training images.</param>
/// <param name="Corrupted">Corrupted test images.</param>
/// <param name="Guesses">A line for each finding and each gap, for people.</param>
internal sealed record FolderFindings(
    string? Weights, string Architecture, FoundProject? Project, FoundImages? Test, FoundImages? Train, FoundImages? Corrupted, IReadOnlyList<string> Guesses)
{
    private static readonly string[] WeightEndings = [".safetensors", ".pth", ".pt", ".th", ".dat"];

    // Longer names first: "resnet18-cifar" holds "resnet18".
    private static readonly string[] ByLength = [.. ArchitectureNames.All.OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)];

    public static FolderFindings Of(string root)
    {
        var listing = FolderListing.Of(root);
        var weights = listing.Files.Where(IsWeights).OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal).FirstOrDefault();
        var named = weights is null ? null : ByLength.FirstOrDefault(name => Path.GetFileName(weights).Contains(name, StringComparison.OrdinalIgnoreCase));
        var projects = ProjectFinder.Find(root, listing).ToArray();
        var project = named is null ? projects.FirstOrDefault() : null; // weights of a known architecture need no code
        var (test, train, corrupted) = (ImageFinder.Test(root, listing), ImageFinder.Train(root, listing), ImageFinder.Corrupted(root, listing));
        List<string> guesses =
        [
            weights is null ? "no weights found: fill in model.weights" : $"weights: {weights}",
            .. ModelGuesses(named, project, projects),
            test is null ? "no data found: fill in data.test" : $"clean images: {test.Path} ({test.Format})",
            corrupted is null ? "corrupted images will be generated" : $"corrupted images: {corrupted.Path} ({corrupted.Format})",
            train is null ? "no training images found: a failed check localizes, but does not repair" : $"training images: {train.Path} ({train.Format}); a failed check repairs with them unless it is told --no-repair",
        ];
        return new FolderFindings(weights, named ?? "resnet20", project, test, train, corrupted, guesses);
    }

    private static IEnumerable<string> ModelGuesses(string? named, FoundProject? project, FoundProject[] all)
    {
        if (named is not null) yield return $"architecture: {named}, from the file's name";
        else if (project is null) yield return "architecture is a guess: check model.architecture";
        else yield return $"model project: {project.Path}, type {project.Type}{(all.Length > 1 ? $"; others: {string.Join(", ", all.Skip(1).Select(other => other.Type))}" : "")}";
    }

    private static bool IsWeights(string file) =>
        WeightEndings.Contains(Path.GetExtension(file)) && !file.Contains(".repaired.", StringComparison.Ordinal) && !file.Contains("checkpoint", StringComparison.OrdinalIgnoreCase);
}
