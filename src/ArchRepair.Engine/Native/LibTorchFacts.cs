using System.Runtime.InteropServices;
using System.Text;

namespace ArchRepair.Engine.Native;

/// <summary>What a loaded libtorch_cpu says of itself through its exported functions.</summary>
internal static unsafe class LibTorchFacts
{
    public const string Unknown = "unknown";

    /// <summary>Version such as "2.10.0", from the stable C function <c>aoti_torch_abi_version</c> (libtorch 2.2 and later).</summary>
    public static string Version(nint torchCpu)
    {
        if (!NativeLibrary.TryGetExport(torchCpu, "aoti_torch_abi_version", out var function)) return Unknown;
        var packed = ((delegate* unmanaged<ulong>)function)();  // one byte each from the top: major, minor, patch, tweak
        return $"{packed >> 56}.{packed >> 48 & 0xff}.{packed >> 40 & 0xff}";
    }

    /// <summary>Instruction set that libtorch's kernels were chosen for; known on Linux only.</summary>
    public static string CpuCapability(nint torchCpu)
    {
        // std::string at::get_cpu_capability(), in the layout of libstdc++.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryGetExport(torchCpu, "_ZN2at18get_cpu_capabilityB5cxx11Ev", out var function))
            return Unknown;
        var text = ((delegate* unmanaged<LibStdString>)function)();
        // A short string lives inside the object; a longer one would be on a heap that is not ours to free.
        return text.Length is > 0 and < LibStdString.InnerCapacity
            ? Encoding.ASCII.GetString(new ReadOnlySpan<byte>(text.Inner, (int)text.Length))
            : Unknown;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct LibStdString
    {
        public const int InnerCapacity = 16;
        public nint Data;
        public nuint Length;
        public fixed byte Inner[InnerCapacity];
    }
}
