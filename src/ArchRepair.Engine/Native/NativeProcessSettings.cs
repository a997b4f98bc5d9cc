using System.Runtime.InteropServices;
using System.Text;

namespace ArchRepair.Engine.Native;

/// <summary>
/// Settings of the C library that libtorch and OpenMP read once, so that they must come before either is loaded. On systems
/// without glibc (Windows, macOS, musl) there is nothing to set.
/// </summary>
/// <remarks>
/// Without the allocator settings every activation tensor is mapped, faulted in page by page and unmapped again: measured as
/// 6.1 M page faults against 0.19 M, and as ×1.6 to ×2.6 in the time of a ResNet-20 forward pass. With OpenMP's default
/// spinning, four threads on shared cores fell to 2 % of their speed.
/// </remarks>
internal static unsafe class NativeProcessSettings
{
    private const int TrimThreshold = -1;               // M_TRIM_THRESHOLD of malloc.h
    private const int MapThreshold = -3;                // M_MMAP_THRESHOLD of malloc.h
    private const int LargestMapThreshold = 1 << 30;
    private const int OlderLargestMapThreshold = 32 << 20; // some glibc versions refuse more than half a heap

    /// <summary>Applies the settings; a value of <c>OMP_WAIT_POLICY</c> that the user chose stays.</summary>
    /// <returns>What could not be set; empty when all is well or nothing applies.</returns>
    public static IReadOnlyList<string> Apply()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var libc)) return [];
        if (!NativeLibrary.TryGetExport(libc, "mallopt", out var mallopt)) return [];
        List<string> problems = [];
        var setAllocator = (delegate* unmanaged<int, int, int>)mallopt;
        var isMapped = setAllocator(MapThreshold, LargestMapThreshold) == 1 || setAllocator(MapThreshold, OlderLargestMapThreshold) == 1;
        if (!isMapped || setAllocator(TrimThreshold, int.MaxValue) != 1)
            problems.Add("The allocator refused its thresholds; computation may be half as fast.");
        if (!SetDefault(libc, "OMP_WAIT_POLICY", "PASSIVE"))
            problems.Add("OMP_WAIT_POLICY could not be set; threads may disturb each other on shared cores.");
        return problems;
    }

    private static bool SetDefault(nint libc, string name, string value)
    {
        if (!NativeLibrary.TryGetExport(libc, "setenv", out var setenv)) return false;
        fixed (byte* nameBytes = Encoding.ASCII.GetBytes(name + '\0'), valueBytes = Encoding.ASCII.GetBytes(value + '\0'))
        {
            const int keepExisting = 0;
            return ((delegate* unmanaged<byte*, byte*, int, int>)setenv)(nameBytes, valueBytes, keepExisting) == 0;
        }
    }
}
