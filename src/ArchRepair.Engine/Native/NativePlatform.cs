using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Native;

/// <summary>How this operating system names native libraries and platform folders.</summary>
internal static class NativePlatform
{
    /// <summary>Runtime identifier as NuGet's <c>runtimes</c> folders are named, "linux-x64" for instance.</summary>
    public static string RuntimeIdentifier { get; } =
        $"{SystemName}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>File name of a library: <c>libNAME.so</c>, <c>NAME.dll</c> or <c>libNAME.dylib</c>.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    private static string SystemName =>
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
}
