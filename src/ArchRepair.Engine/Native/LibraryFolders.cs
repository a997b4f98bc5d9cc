namespace ArchRepair.Engine.Native;

/// <summary>Which folder each native library is taken from: a named one, the application's, or the packages of the build.</summary>
internal sealed class LibraryFolders(NativeBackendOptions options, Func<string, string?> runtimeSetting, IReadOnlyList<string> programFolders)
{
    /// <summary>Setting of <c>runtimeconfig.json</c> that names libtorch's folder.</summary>
    public const string LibTorchSetting = "ArchRepair.LibTorch";

    /// <summary>Setting of <c>runtimeconfig.json</c> that names the folder of TorchSharp's native library.</summary>
    public const string LibTorchSharpSetting = "ArchRepair.LibTorchSharp";

    /// <summary>Where the host keeps the native folders of the dependency graph.</summary>
    public const string GraphSetting = "NATIVE_DLL_SEARCH_DIRECTORIES";

    private readonly List<string> tried = [];

    /// <summary>Every folder that was looked into so far.</summary>
    public IReadOnlyList<string> Tried => tried;

    /// <summary>Folder of the first libtorch in order of preference.</summary>
    /// <exception cref="BackendUnavailableException">There is none.</exception>
    public string FindLibTorch()
    {
        const string library = "torch_cpu";
        if (options.LibTorchFolder is { } named)
            return FindFirst([named], library)
                ?? throw NotFound(library, $"Name a folder that has {NativePlatform.FileName(library)} (a PyTorch installation's torch/lib), or unset ARCHREPAIR_LIBTORCH.");
        return FindFirst([.. ApplicationFolders, .. GraphFolders, .. Setting(LibTorchSetting)], library)
            ?? throw NotFound(library, "Restore and build again, reference TorchSharp-cpu in the model project, or name a folder by ARCHREPAIR_LIBTORCH.");
    }

    /// <summary>Folder of TorchSharp's own native library, which must fit the managed TorchSharp rather than libtorch.</summary>
    /// <exception cref="BackendUnavailableException">There is none.</exception>
    public string FindLibTorchSharp(string libTorchFolder)
    {
        const string library = "LibTorchSharp";
        return FindFirst([.. ApplicationFolders, .. GraphFolders, .. Setting(LibTorchSharpSetting), libTorchFolder], library)
            ?? throw NotFound(library, "Restore and build again: the TorchSharp package brings this file.");
    }

    // What the host found in deps.json: for a model project, natives that lie in the package folder.
    private IEnumerable<string> GraphFolders =>
        (runtimeSetting(GraphSetting) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private IEnumerable<string> ApplicationFolders =>
        options.ApplicationFolders.Concat(programFolders).Distinct().SelectMany(folder => new[]
        {
            Path.Combine(folder, "runtimes", NativePlatform.RuntimeIdentifier, "native"),
            Path.Combine(folder, "native"),
            folder,
        });

    private string[] Setting(string name) => runtimeSetting(name) is { Length: > 0 } folder ? [folder] : [];

    private string? FindFirst(IEnumerable<string> folders, string library)
    {
        foreach (var folder in folders.Select(Path.GetFullPath))
        {
            if (!tried.Contains(folder)) tried.Add(folder);
            if (File.Exists(Path.Combine(folder, NativePlatform.FileName(library)))) return folder;
        }
        return null;
    }

    private BackendUnavailableException NotFound(string library, string nextStep) =>
        new($"{NativePlatform.FileName(library)} was not found.", loaderMessage: null, [.. tried], nextStep);
}
