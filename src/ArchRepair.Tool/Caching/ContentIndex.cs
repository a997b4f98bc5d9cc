using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

using ArchRepair.Core.Caching;

namespace ArchRepair.Tool.Caching;

/// <summary>
/// Hashes of files' contents, remembered by their stamps, so that unchanged gigabytes are read once. A file that changed within the
/// last moments before it was hashed may change again without its stamp telling (git's "racy" entries): it is hashed each time.
/// </summary>
/// <param name="store">Where hashes are remembered; null for nowhere.</param>
internal sealed class ContentIndex(ContentStore? store, TimeProvider clock)
{
    /// <summary>Coarsest time of a file system still in use: FAT's two seconds.</summary>
    public static readonly TimeSpan StampGrain = TimeSpan.FromSeconds(2);

    private const int PieceBytes = 1 << 20;

    /// <summary>Hash of names and contents of files, in their order.</summary>
    /// <param name="root">Folder that the names are relative to; the same files elsewhere have the same hash.</param>
    /// <param name="files">Absolute paths.</param>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    public string HashOf(string root, IReadOnlyList<string> files)
    {
        var before = clock.GetUtcNow();
        var key = KeyOf(root, files, out var changedAt);
        if (store?.Read(key) is { } known) return Encoding.ASCII.GetString(known);
        var hash = HashContents(root, files);
        var isSettled = changedAt < before - StampGrain && KeyOf(root, files, out _) == key;
        if (isSettled) store?.Write(key, Encoding.ASCII.GetBytes(hash));
        return hash;
    }

    /// <summary>A text that changes when a file does, without reading any of them; for files that nobody copies about, such as libraries.</summary>
    public static string StampsOf(IEnumerable<string> files) => string.Join('\n', files.Select(file => $"{file} {FileStamp.Of(file).Text}"));

    private static string KeyOf(string root, IReadOnlyList<string> files, out DateTimeOffset changedAt)
    {
        var stamps = new FileStamp[files.Count];
        if (files.Count < 64) for (var i = 0; i < stamps.Length; i++) stamps[i] = FileStamp.Of(files[i]);
        else Parallel.For(0, stamps.Length, i => stamps[i] = FileStamp.Of(files[i]));
        changedAt = stamps.Length == 0 ? DateTimeOffset.MinValue : stamps.Max(stamp => stamp.ChangedAt);
        return ContentKey.Of("content", [root, .. files.Select((file, i) => $"{file} {stamps[i].Text}")]);
    }

    private static string HashContents(string root, IReadOnlyList<string> files)
    {
        var each = new byte[files.Count * 24];
        Parallel.For(0, files.Count, i => HashFile(files[i], each.AsSpan(24 * i, 24)));
        var names = files.Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'));
        var all = new XxHash128();
        all.Append(Encoding.UTF8.GetBytes(string.Join('\n', names)));
        all.Append(each);
        return string.Create(CultureInfo.InvariantCulture, $"{files.Count}-{Convert.ToHexStringLower(all.GetHashAndReset())}");
    }

    // XXH128, as for pixels: it tells changed files apart; nobody is kept out by it who may write into the cache himself.
    private static void HashFile(string path, Span<byte> into)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var hash = new XxHash128();
        var piece = System.Buffers.ArrayPool<byte>.Shared.Rent(PieceBytes);
        long length = 0;
        while (RandomAccess.Read(handle, piece, length) is > 0 and var read)
        {
            hash.Append(piece.AsSpan(0, read));
            length += read;
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(piece);
        hash.GetHashAndReset(into);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], length);
    }
}
