using System.Globalization;
using System.Runtime.InteropServices;

namespace ArchRepair.Tool.Caching;

/// <summary>
/// What tells, without reading it, that a file is still the one whose content was hashed: as git's index does, by size, times to the
/// nanosecond, inode and device; where the system tells less (other than Linux), by size, time of writing and of creation.
/// </summary>
/// <param name="Text">All of it in one line.</param>
/// <param name="ChangedAt">Later of the times of content and of status.</param>
internal sealed partial record FileStamp(string Text, DateTimeOffset ChangedAt)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFields = 0x7ff; // STATX_BASIC_STATS
    private const int StatxBytes = 256;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStamp Of(string path) => OperatingSystem.IsLinux() && OfLinux(path) is { } stamp ? stamp : OfAny(path);

    private static FileStamp OfAny(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"'{path}' does not exist.", path);
        var (written, created) = (file.LastWriteTimeUtc, file.CreationTimeUtc);
        return new FileStamp(
            string.Create(CultureInfo.InvariantCulture, $"{file.Length} {written.Ticks} {created.Ticks}"),
            new DateTimeOffset(written > created ? written : created, TimeSpan.Zero));
    }

    // statx has one layout on every architecture (man 2 statx): inode at 32, size at 40, ctime at 96, mtime at 112, device at 136.
    private static FileStamp? OfLinux(string path)
    {
        var field = new byte[StatxBytes];
        try
        {
            if (StatX(CurrentFolder, path, 0, BasicFields, field) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // A C library from before statx.
        }

        var (changed, written) = (TimeAt(field, 96), TimeAt(field, 112));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{BitConverter.ToUInt64(field, 40)} {written.Seconds}.{written.Nanoseconds:D9} {changed.Seconds}.{changed.Nanoseconds:D9} {BitConverter.ToUInt64(field, 32)} {BitConverter.ToUInt64(field, 136)}");
        var latest = written.CompareTo(changed) > 0 ? written : changed;
        return new FileStamp(text, DateTimeOffset.FromUnixTimeSeconds(latest.Seconds).AddTicks(latest.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    private static (long Seconds, uint Nanoseconds) TimeAt(byte[] field, int at) => (BitConverter.ToInt64(field, at), BitConverter.ToUInt32(field, at + 8));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, [Out] byte[] result);
}
