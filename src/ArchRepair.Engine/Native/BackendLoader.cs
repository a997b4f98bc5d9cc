using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Native;

/// <summary>Loads the native libraries of one backend by absolute path, in the order of their dependencies.</summary>
internal sealed class BackendLoader(string? cacheFolder)
{
    private readonly Dictionary<string, nint> handles = new(StringComparer.Ordinal);
    private readonly List<string> loaded = [];
    private readonly List<string> tried = [];
    private string nextStep = "Check that the file is whole and built for this system; `doctor` shows what was looked for.";

    /// <summary>Handles by library name ("torch_cpu"), as TorchSharp asks for them.</summary>
    public IReadOnlyDictionary<string, nint> Handles => handles;

    /// <summary>Absolute paths in load order.</summary>
    public IReadOnlyList<string> Loaded => loaded;

    /// <summary>Whether TorchSharp's library had to be loaded from a relaxed copy.</summary>
    public bool IsRelaxedCopy { get; private set; }

    /// <summary>Loads libtorch: CPU always, CUDA where the folder has it.</summary>
    /// <exception cref="BackendUnavailableException">The system loader refused a file.</exception>
    public void LoadLibTorch(string folder)
    {
        // libtorch is built against its own OpenMP runtime; loading that first keeps a system one from taking its place.
        // (On macOS libtorch names it by a folder of Homebrew's; a library of that name that is loaded already takes its place.)
        foreach (var openMp in Directory.EnumerateFiles(folder, OperatingSystem.IsMacOS() ? "libomp.dylib" : "libgomp*.so*").Order(StringComparer.Ordinal)) Load("gomp", openMp);
        Load("c10", Path.Combine(folder, NativePlatform.FileName("c10")));
        LoadWherePresent("c10_cuda", folder);
        Load("torch_cpu", Path.Combine(folder, NativePlatform.FileName("torch_cpu")));
        LoadWherePresent("torch_cuda", folder);
        Load("torch", Path.Combine(folder, NativePlatform.FileName("torch")));
    }

    /// <summary>Loads TorchSharp's library, from a relaxed copy where the system's C++ library is too old for the original.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="libTorchVersion">Version of the libtorch that is loaded, which it must fit.</param>
    /// <exception cref="BackendUnavailableException">The system loader refused it, and the cure does not apply.</exception>
    public void LoadLibTorchSharp(string folder, string libTorchVersion)
    {
        if (!NativeBackend.IsExpected(libTorchVersion))
            nextStep = $"The libtorch that was loaded is version {libTorchVersion}; name a folder with {NativeBackend.ExpectedLibTorch} by ARCHREPAIR_LIBTORCH, or none to use the packaged one.";
        const string name = "LibTorchSharp";
        var original = Path.Combine(folder, NativePlatform.FileName(name));
        try
        {
            Load(name, original);
        }
        catch (BackendUnavailableException refusal)
            when (RelaxedLibTorchSharp.MissingVersion(refusal.LoaderMessage ?? "", original) is { } version)
        {
            Load(name, MakeRelaxedCopy(original, version, refusal));
            IsRelaxedCopy = true;
        }
    }

    private string MakeRelaxedCopy(string original, string version, BackendUnavailableException refusal)
    {
        try
        {
            return RelaxedLibTorchSharp.WriteCopy(original, version, cacheFolder ?? RelaxedLibTorchSharp.DefaultCacheFolder());
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new BackendUnavailableException(
                $"{original} needs {version}, which this system's libstdc++ lacks, and no relaxed copy could be made: {problem.Message}",
                refusal.LoaderMessage, [.. tried], "Update libstdc++ (GCC 13 or later), or make the cache folder writable.", problem);
        }
    }

    private void LoadWherePresent(string name, string folder)
    {
        var path = Path.Combine(folder, NativePlatform.FileName(name));
        if (File.Exists(path)) Load(name, path);
    }

    private void Load(string name, string path)
    {
        tried.Add(path);
        try
        {
            handles[name] = NativeLibrary.Load(path);
        }
        catch (Exception refusal) when (refusal is DllNotFoundException or BadImageFormatException)
        {
            throw new BackendUnavailableException(
                $"The native library {path} does not load.", refusal.Message, [.. tried],
                nextStep, refusal);
        }
        loaded.Add(path);
    }
}
