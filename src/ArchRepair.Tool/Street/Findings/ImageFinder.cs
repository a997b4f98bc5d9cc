using ArchRepair.Core.Results;

namespace ArchRepair.Tool.Street.Findings;

/// <summary>Recognizes image sets by the names that their formats prescribe.</summary>
internal static class ImageFinder
{
    private static readonly string[] TestFolders = ["test", "val", "validation"];
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".bmp"];

    public static FoundImages? Test(string root, FolderListing listing) =>
        ByFile(listing, "cifar10", name => name == "test_batch.bin")
        ?? ByFile(listing, "cifar100", name => name == "test.bin")
        ?? ByFile(listing, "idx", name => IsIdx(name, "t10k-images"))
        ?? ByFolder(root, listing, TestFolders);

    public static FoundImages? Train(string root, FolderListing listing) =>
        ByFile(listing, "cifar10", name => name == "data_batch_1.bin")
        ?? ByFile(listing, "cifar100", name => name == "train.bin")
        ?? ByFile(listing, "idx", name => IsIdx(name, "train-images"))
        ?? ByFolder(root, listing, ["train"]);

    public static FoundImages? Corrupted(string root, FolderListing listing)
    {
        var arrays = listing.Files.Where(file => Path.GetExtension(file) == ".npy" && CorruptionNames.All.Contains(Path.GetFileNameWithoutExtension(file)))
            .Select(FolderOf).FirstOrDefault(folder => listing.Files.Contains(Join(folder, "labels.npy")));
        if (arrays is not null) return new FoundImages("cifar-c", Shown(arrays));
        var folders = listing.Folders.Where(folder => CorruptionNames.All.Contains(Path.GetFileName(folder)) && Directory.Exists(Path.Combine(root, folder, "1")))
            .Select(FolderOf).FirstOrDefault();
        return folders is null ? null : new FoundImages("image-folder-c", Shown(folders));
    }

    private static FoundImages? ByFile(FolderListing listing, string format, Func<string, bool> isIt) =>
        listing.Files.FirstOrDefault(file => isIt(Path.GetFileName(file))) is { } found ? new FoundImages(format, Shown(FolderOf(found))) : null;

    // At least two classes, each a folder with an image in it.
    private static FoundImages? ByFolder(string root, FolderListing listing, string[] names)
    {
        foreach (var name in names)
            if (listing.Folders.FirstOrDefault(folder => Path.GetFileName(folder) == name && HasClasses(Path.Combine(root, folder))) is { } found)
                return new FoundImages("image-folder", found);
        return null;
    }

    private static bool HasClasses(string folder)
    {
        var classes = Directory.EnumerateDirectories(folder).Where(child => !Path.GetFileName(child).StartsWith('.')).ToArray();
        return classes.Length >= 2 && classes.All(child => Directory.EnumerateFiles(child).Any(file => ImageEndings.Contains(Path.GetExtension(file).ToLowerInvariant())));
    }

    private static bool IsIdx(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Contains("idx3-ubyte", StringComparison.Ordinal);

    private static string FolderOf(string path) => (Path.GetDirectoryName(path) ?? "").Replace('\\', '/');

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static string Shown(string folder) => folder.Length == 0 ? "." : folder;
}
