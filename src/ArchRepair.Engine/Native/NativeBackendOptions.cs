namespace ArchRepair.Engine.Native;

/// <summary>Where <see cref="NativeBackend"/> looks for libtorch and how it sets it up; every value has a default.</summary>
public sealed record NativeBackendOptions
{
    /// <summary>
    /// Folder of another libtorch (a pip PyTorch's <c>torch/lib</c>, say). When it is named it is the only one tried: a wrong
    /// name is an error, never a silent fallback. Default: null, look into the application's folders.
    /// </summary>
    public string? LibTorchFolder { get; init; }

    /// <summary>
    /// Folders of a model project's build, searched before the program's own: each itself, its <c>runtimes/RID/native</c> and
    /// its <c>native</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> ApplicationFolders { get; init; } = [];

    /// <summary>
    /// Whether this process runs in a model project's dependency graph, whose own references decide the backend: then what lies beside
    /// this program is not looked at. Default: false.
    /// </summary>
    public bool IsModelProject { get; init; }

    /// <summary>Where the relaxed copy of TorchSharp's library is kept. Default: <c>.cache/archrepair/native</c> of the user.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Threads of one tensor operation, ≥ 1. Default: null, as many as this process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether allocator and OpenMP settings are made for the whole process; benchmarks compare with what comes without.</summary>
    internal bool AppliesProcessSettings { get; init; } = true;
}
