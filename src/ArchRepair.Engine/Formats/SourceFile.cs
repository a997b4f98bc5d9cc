using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// A file under reading: its length is known first, and nothing is allocated for a range that does not lie inside it.
/// Reads are positioned, so any number of threads may share one.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private readonly SafeFileHandle? handle;
    private readonly ReadOnlyMemory<byte> memory;

    private SourceFile(string path, SafeFileHandle? handle, ReadOnlyMemory<byte> memory, long length) =>
        (Path, this.handle, this.memory, Length) = (path, handle, memory, length);

    public string Path { get; }

    public long Length { get; }

    public static SourceFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new FileNotFoundException($"{path} is a folder; a file is expected.");
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return new SourceFile(path, handle, default, RandomAccess.GetLength(handle));
    }

    /// <summary>Opens a file for what is made of it, which then owns it; closes it again when the making fails.</summary>
    public static T Open<T>(string path, Func<SourceFile, T> make)
    {
        var file = Open(path);
        var isOwned = false;
        try
        {
            var made = make(file);
            isOwned = true;
            return made;
        }
        finally
        {
            if (!isOwned) file.Dispose();
        }
    }

    /// <summary>Bytes that are in memory already, under a name for messages.</summary>
    public static SourceFile OfBytes(string path, ReadOnlyMemory<byte> bytes) => new(path, null, bytes, bytes.Length);

    public MalformedFileException Malformed(long offset, string reason, Exception? inner = null) => new(Path, offset, reason, inner);

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/> on.</summary>
    public void Read(long offset, Span<byte> into)
    {
        RequireInside(offset, into.Length);
        if (handle is null)
        {
            memory.Span.Slice((int)offset, into.Length).CopyTo(into);
            return;
        }
        for (var done = 0; done < into.Length;)
        {
            var read = RandomAccess.Read(handle, into[done..], offset + done);
            if (read == 0) throw Malformed(offset + done, "the file became shorter while it was read");
            done += read;
        }
    }

    /// <summary>A copy of the range.</summary>
    public byte[] Read(long offset, long count)
    {
        RequireInside(offset, count);
        if (count > Array.MaxLength) throw Malformed(offset, $"a single block of {count} bytes is more than can be held ({Array.MaxLength})");
        var bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Read(offset, bytes.AsSpan());
        return bytes;
    }

    public void RequireInside(long offset, long count)
    {
        if (offset < 0 || count < 0 || offset > Length || count > Length - offset)
            throw Malformed(Math.Clamp(offset, 0, Length), $"{count} bytes from byte {offset} on do not lie inside the file of {Length} bytes");
    }

    /// <summary>Hands the range out in pieces of at most 1 MiB.</summary>
    public void ReadInPieces(long offset, long count, Action<ReadOnlyMemory<byte>> use)
    {
        RequireInside(offset, count);
        var piece = new byte[(int)Math.Min(count, 1 << 20)];
        for (long done = 0; done < count;)
        {
            var size = (int)Math.Min(piece.Length, count - done);
            Read(offset + done, piece.AsSpan(0, size));
            use(piece.AsMemory(0, size));
            done += size;
        }
    }

    /// <summary>SHA-256 of the whole file, lower-case hexadecimal.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadInPieces(0, Length, piece => hash.AppendData(piece.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => handle?.Dispose();
}
