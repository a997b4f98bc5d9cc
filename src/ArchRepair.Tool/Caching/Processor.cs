using System.Runtime.InteropServices;

namespace ArchRepair.Tool.Caching;

/// <summary>What of the processor decides over the last bit of an answer: libtorch chooses its kernels by it.</summary>
internal static class Processor
{
    private const string CpuInfo = "/proc/cpuinfo";
    private static readonly string[] Choices = ["ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"];

    /// <summary>Architecture, vector instructions, and the variables that forbid some of them.</summary>
    public static string Kind { get; } = string.Join(
        ' ', [RuntimeInformation.OSArchitecture.ToString(), .. Instructions(), .. Choices.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")]);

    private static IEnumerable<string> Instructions()
    {
        if (!File.Exists(CpuInfo)) return [System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? "512" : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? "256" : "128"];
        var line = File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal)) ?? "";
        return line[(line.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(flag => line[0] == 'F' || flag.StartsWith("avx", StringComparison.Ordinal) || flag.StartsWith("amx", StringComparison.Ordinal) || flag is "fma" or "f16c" or "sse4_1" or "sse4_2")
            .Order(StringComparer.Ordinal);
    }
}
