using ArchRepair.Core.Results;
using ArchRepair.Engine.Native;

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
}
