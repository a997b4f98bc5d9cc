using ArchRepair.Core.Results;
using ArchRepair.Engine.Native;
using TorchSharp;

namespace ArchRepair.Engine.Tests;

/// <summary>libtorch for the tests that need it, loaded when the first of them asks; tests of pure parts run without it.</summary>
internal static class Backend
{
    private static readonly Lazy<BackendDescription> Description = new(() => NativeBackend.Load(new NativeBackendOptions
    {
        LibTorchFolder = Environment.GetEnvironmentVariable("ARCHREPAIR_LIBTORCH") is { Length: > 0 } folder ? folder : null,
        Threads = Math.Min(4, Environment.ProcessorCount),
    }));

    public static BackendDescription Require() => Description.Value;

    /// <summary>
    /// Tensors that this thread made and has not disposed. Unlike the count of the whole process it does not move when a
    /// finalizer runs on its own thread in the middle of a test.
    /// </summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
