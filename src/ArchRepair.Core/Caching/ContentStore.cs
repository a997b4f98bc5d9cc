using System.IO.Hashing;

using ArchRepair.Core.Files;

namespace ArchRepair.Core.Caching;

/// <summary>
/// Finished work by the hash of everything that it depends on. An entry is a file of its own, written whole or not at all and
/// checked when it is read, so any number of processes may share a store, be killed at any moment, and need no lock.
/// </summary>
/// <param name="folder">Made when something is written.</param>
/// <param name="clock">Marks an entry as used, for the eviction of what was not used longest.</param>
public sealed class ContentStore(string folder, TimeProvider clock)
{
    private const string Suffix = ".entry";
    private const int ChecksumBytes = 16;

    // Room for the entries of the next runs, so that not every run evicts.
    private const double ShareKept = 0.9;

    public string Folder => folder;

    public bool Has(string key) => File.Exists(PathOf(key));

    /// <returns>What was written under the key; null when there is nothing, or it is damaged, in which case it is removed.</returns>
    public byte[]? Read(string key)
    {
        var path = PathOf(key);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // Absent, evicted this moment, or another user's: the work is done again.
        }

        if (bytes.Length >= ChecksumBytes && XxHash128.Hash(bytes.AsSpan(ChecksumBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, ChecksumBytes)))
        {
            Try(() => File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime));
            return bytes[ChecksumBytes..];
        }

        Try(() => File.Delete(path));
        return null;
    }

    /// <returns>Why it could not be written, or null. A cache that cannot be written costs time, never the run.</returns>
    public string? Write(string key, ReadOnlyMemory<byte> content) => Try(() => AtomicFile.Write(PathOf(key), stream =>
    {
        stream.Write(XxHash128.Hash(content.Span));
        stream.Write(content.Span);
    }));

    public void Remove(string key) => Try(() => File.Delete(PathOf(key)));

    /// <summary>Removes what was not used longest until the store is a tenth below its limit, and what killed writers left.</summary>
    /// <returns>How many entries were removed; 0 within the limit.</returns>
    public int Trim(long limitBytes)
    {
        if (!Directory.Exists(folder)) return 0;
        foreach (var child in Directory.EnumerateDirectories(folder)) Try(() => AtomicFile.RemoveAbandoned(child));
        var entries = Entries().ToArray();
        var total = entries.Sum(entry => entry.Length);
        if (total <= limitBytes) return 0;
        var removed = 0;
        foreach (var entry in entries.OrderBy(entry => entry.LastWriteTimeUtc))
        {
            if (total <= limitBytes * ShareKept) break;
            total -= entry.Length;
            if (Try(entry.Delete) is null) removed++;
        }

        return removed;
    }

    private IEnumerable<FileInfo> Entries()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        return new DirectoryInfo(folder).EnumerateFiles("*" + Suffix, options).Where(entry => entry.Exists);
    }

    private string PathOf(string key) => Path.Combine(folder, key[..2], key + Suffix);

    private static string? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
