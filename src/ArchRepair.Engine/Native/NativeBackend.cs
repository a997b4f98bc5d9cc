using System.Reflection;
using System.Runtime.InteropServices;
using ArchRepair.Core.Results;
using TorchSharp;

namespace ArchRepair.Engine.Native;

/// <summary>
/// The door to libtorch. <see cref="Load"/> must come before anything touches <c>torch</c>: TorchSharp's own search swallows
/// the loader's reason and ends by blaming a missing package.
/// </summary>
/// <remarks>
/// Proven on Linux with glibc (x64). On Windows and macOS the same steps run with those systems' file names: loading by
/// absolute path lets Windows find a library's neighbours and macOS its <c>@rpath</c>; there is nothing to relax there.
/// </remarks>
public static class NativeBackend
{
    /// <summary>The libtorch that this TorchSharp was built for; another minor version may differ in its binary interface.</summary>
    public const string ExpectedLibTorch = "2.10";

    private static readonly Lock Gate = new();
    private static BackendDescription? loadedBackend;

    /// <summary>What was loaded, or null before <see cref="Load"/>.</summary>
    public static BackendDescription? Loaded { get { lock (Gate) return loadedBackend; } }

    /// <summary>Loads libtorch and TorchSharp's native library, once per process; later calls return the same description.</summary>
    /// <exception cref="BackendUnavailableException">A library is missing or is refused by the system's loader.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread is asked for.</exception>
    public static BackendDescription Load(NativeBackendOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Threads is { } threads) ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        lock (Gate) return loadedBackend ??= LoadOnce(options);
    }

    /// <summary>Whether a version ("2.10.0") is one that TorchSharp was built for.</summary>
    internal static bool IsExpected(string version) => version.StartsWith(ExpectedLibTorch + ".", StringComparison.Ordinal);

    private static BackendDescription LoadOnce(NativeBackendOptions options)
    {
        List<string> warnings = options.AppliesProcessSettings ? [.. NativeProcessSettings.Apply()] : [];
        var folders = new LibraryFolders(options, name => AppContext.GetData(name) as string, options.IsModelProject ? [] : ProgramFolders());
        var libTorchFolder = folders.FindLibTorch();
        var loader = new BackendLoader(options.CacheFolder);
        loader.LoadLibTorch(libTorchFolder);
        var version = LibTorchFacts.Version(loader.Handles["torch_cpu"]);
        if (!IsExpected(version))
            warnings.Add($"libtorch is version {version}; TorchSharp {TorchSharpVersion} was built for {ExpectedLibTorch}, another one is unproven.");
        loader.LoadLibTorchSharp(folders.FindLibTorchSharp(libTorchFolder), version);
        warnings.AddRange(ShowTorchSharpTheWay(loader.Handles));
        return new BackendDescription(
            TorchSharpVersion, version, LibTorchFacts.CpuCapability(loader.Handles["torch_cpu"]), SetThreads(options.Threads),
            CountCudaDevices(loader.Handles), libTorchFolder, loader.Loaded, loader.IsRelaxedCopy, warnings);
    }

    private static string TorchSharpVersion =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? typeof(torch).Assembly.GetName().Version?.ToString() ?? LibTorchFacts.Unknown;

    private static IReadOnlyList<string> ProgramFolders()
    {
        var engine = Path.GetDirectoryName(typeof(NativeBackend).Assembly.Location);
        return string.IsNullOrEmpty(engine) ? [AppContext.BaseDirectory] : [engine, AppContext.BaseDirectory];
    }

    // TorchSharp asks for "LibTorchSharp" and "torch_cpu" by bare name; whoever asks gets the libraries that were loaded here.
    private static IEnumerable<string> ShowTorchSharpTheWay(IReadOnlyDictionary<string, nint> handles)
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => handles.GetValueOrDefault(name));
            return [];
        }
        catch (InvalidOperationException)
        {
            return ["Another part of this process resolves TorchSharp's native libraries; it may load a second copy."];
        }
    }

    private static int SetThreads(int? threads)
    {
        torch.set_num_threads(threads ?? Environment.ProcessorCount);
        torch.set_num_interop_threads(1); // a second call would abort the process, hence here and nowhere else
        return torch.get_num_threads();
    }

    private static int CountCudaDevices(IReadOnlyDictionary<string, nint> handles)
    {
        if (!handles.ContainsKey("torch_cuda")) return 0;
        return torch.TryInitializeDeviceType(DeviceType.CUDA) ? torch.cuda.device_count() : 0;
    }
}
