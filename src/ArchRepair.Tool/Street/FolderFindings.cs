namespace ArchRepair.Tool.Street;

/// <summary>What a folder seems to hold: weights, clean data, corrupted data; paths relative to it with forward slashes.</summary>
internal sealed record FolderFindings(string? Weights, string Architecture, string? CleanFormat, string? CleanPath, string? CorruptedPath, IReadOnlyList<string> Guesses)
{
    private const int MaxDepth = 4;
    private static readonly string[] WeightEndings = [".safetensors", ".pth", ".pt", ".th", ".dat"];
    private static readonly string[] KnownArchitectures =
        ["resnet110", "resnet101", "resnet56", "resnet50", "resnet44", "resnet34", "resnet32", "resnet20", "resnet18", "resnet14", "resnet8"];

    public static FolderFindings Of(string root)
    {
        var files = Files(root, 0).ToArray();
        var weights = files.Where(file => WeightEndings.Contains(Path.GetExtension(file))).OrderBy(file => file.Length).FirstOrDefault();
        var architecture = weights is null ? null : KnownArchitectures.FirstOrDefault(name => Path.GetFileName(weights).Contains(name, StringComparison.OrdinalIgnoreCase));
        var cifar10 = files.FirstOrDefault(file => Path.GetFileName(file) == "test_batch.bin");
        var cifar100 = files.FirstOrDefault(file => Path.GetFileName(file) == "test.bin");
        var corrupted = files.FirstOrDefault(file => Path.GetFileName(file) == "gaussian_noise.npy");
        var guesses = new List<string>
        {
            weights is null ? "no weights found: fill in model.weights" : $"weights: {Relative(root, weights)}",
            architecture is null ? "architecture is a guess: check model.architecture" : $"architecture: {architecture}, from the file's name",
            cifar10 is null && cifar100 is null ? "no data found: fill in data.test" : $"clean images: {Relative(root, Path.GetDirectoryName(cifar10 ?? cifar100)!)}",
            corrupted is null ? "corrupted images will be generated" : $"corrupted images: {Relative(root, Path.GetDirectoryName(corrupted)!)}",
        };
        return new FolderFindings(
            weights is null ? null : Relative(root, weights), architecture ?? "resnet20",
            cifar10 is not null ? "cifar10" : cifar100 is not null ? "cifar100" : null,
            (cifar10 ?? cifar100) is { } clean ? Relative(root, Path.GetDirectoryName(clean)!) : null,
            corrupted is null ? null : Relative(root, Path.GetDirectoryName(corrupted)!), guesses);
    }

    private static IEnumerable<string> Files(string folder, int depth)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) yield return file;
        if (depth == MaxDepth) yield break;
        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(child) is "bin" or "obj" or "node_modules" or ".git" or "artifacts") continue;
            foreach (var file in Files(child, depth + 1)) yield return file;
        }
    }

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
