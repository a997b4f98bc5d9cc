namespace ArchRepair.Tool.Street.Findings;

/// <summary>Files and folders of a tree down to a few levels, without what builds and version control make; paths relative, with forward slashes.</summary>
internal sealed record FolderListing(IReadOnlyList<string> Files, IReadOnlyList<string> Folders)
{
    private const int MaxDepth = 4;
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "artifacts", "output", "TestResults"];

    public static FolderListing Of(string root)
    {
        var (files, folders) = (new List<string>(), new List<string>());
        Walk(root, root, 0, files, folders);
        return new FolderListing(files, folders);
    }

    private static void Walk(string root, string folder, int depth, List<string> files, List<string> folders)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) files.Add(Relative(root, file));
        if (depth == MaxDepth) return;
        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Skipped.Contains(Path.GetFileName(child)) || Path.GetFileName(child).StartsWith('.')) continue;
            folders.Add(Relative(root, child));
            Walk(root, child, depth + 1, files, folders);
        }
    }

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
