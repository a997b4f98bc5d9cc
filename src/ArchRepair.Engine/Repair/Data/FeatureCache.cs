using Microsoft.Win32.SafeHandles;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>The memory that cached features of one repair may take, and the folder for those that find no room in it.</summary>
/// <remarks>
/// Where features lie changes no bit of them. A file is unlinked as soon as it is open where the system allows that (Unix), else opened
/// so that the system deletes it with its last handle (Windows): a killed process leaves none behind.
/// </remarks>
internal sealed class FeatureCache(long memoryBytes, string folder)
{
    /// <summary>Everything stays in memory.</summary>
    public static FeatureCache Unlimited => new(long.MaxValue, "");

    private long taken;

    /// <summary>Bytes that went to disk so far.</summary>
    public long SpilledBytes { get; private set; }

    public bool TryTakeMemory(long bytes)
    {
        if (bytes > memoryBytes - taken) return false;
        taken += bytes;
        return true;
    }

    public void GiveMemoryBack(long bytes) => taken -= bytes;

    /// <exception cref="IOException">The disk has no room.</exception>
    public (SafeFileHandle File, string Path) CreateFile(long bytes)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"features.{Guid.NewGuid():N}.tmp-archrepair");
        var options = FileOptions.RandomAccess | (OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, options, preallocationSize: bytes);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        SpilledBytes += bytes;
        return (file, path);
    }
}
