using System.IO.Compression;
using System.IO.Hashing;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// The entries of a zip, each found twice (directory and local header) and the same both times, under unique names, in ranges
/// that do not overlap. <see cref="ZipArchive"/> checks none of that, nor the CRC.
/// </summary>
internal sealed class ZipDirectory
{
    private readonly SourceFile file;
    private readonly Dictionary<string, ZipItem> byName = new(StringComparer.Ordinal);

    private ZipDirectory(SourceFile file) => this.file = file;

    /// <summary>In the order of the directory.</summary>
    public IReadOnlyList<ZipItem> Items { get; private set; } = [];

    public static ZipDirectory Read(SourceFile file)
    {
        var end = ZipEnd.Read(file);
        var cursor = new ByteCursor(file, end.DirectoryOffset, end.DirectoryBytes);
        var directory = new ZipDirectory(file);
        var (items, ranges) = (new List<ZipItem>(), new List<(long Start, long End)>());
        for (long i = 0; i < end.EntryCount; i++)
        {
            var at = cursor.Position;
            var central = ZipRecord.ReadCentral(cursor);
            CheckName(file, at, central.Name);
            var (item, localEnd) = ZipLocalEntry.Match(file, central, end.DirectoryOffset);
            if (!directory.byName.TryAdd(item.Name, item)) throw file.Malformed(at, $"the zip has two entries named {item.Name}");
            items.Add(item);
            ranges.Add((central.LocalOffset, localEnd));
        }
        if (cursor.Remaining != 0) throw cursor.Malformed("the zip directory is longer than its entries");
        CheckDisjoint(file, ranges);
        directory.Items = items;
        return directory;
    }

    public ZipItem? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Reads a stored entry through and compares its CRC.</summary>
    public void VerifyCrc(ZipItem item)
    {
        var crc = new Crc32();
        file.ReadInPieces(item.DataOffset, item.StoredBytes, piece => crc.Append(piece.Span));
        RequireCrc(item, crc.GetCurrentHashAsUInt32());
    }

    /// <summary>The unpacked bytes of an entry, their CRC compared.</summary>
    public byte[] ReadAll(ZipItem item)
    {
        var stored = file.Read(item.DataOffset, item.StoredBytes);
        var bytes = item.IsDeflated ? Inflate(item, stored) : stored;
        RequireCrc(item, Crc32.HashToUInt32(bytes));
        return bytes;
    }

    private byte[] Inflate(ZipItem item, byte[] stored)
    {
        if (item.Bytes > Inflation.LargestUnpacked(item.StoredBytes))
            throw file.Malformed(item.DataOffset, $"the zip entry {item.Name} cannot unpack {item.StoredBytes} bytes to {item.Bytes}");
        using var inflater = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
        var bytes = Inflation.Unpack(file, inflater, item.Bytes);
        return bytes.Length == item.Bytes
            ? bytes
            : throw file.Malformed(item.DataOffset, $"the zip entry {item.Name} unpacks to {bytes.Length} bytes, not {item.Bytes}");
    }

    private void RequireCrc(ZipItem item, uint found)
    {
        if (found != item.Crc)
            throw file.Malformed(item.DataOffset, $"the zip entry {item.Name} has CRC {found:x8} instead of {item.Crc:x8}: the file is damaged");
    }

    private static void CheckName(SourceFile file, long at, string name)
    {
        var isPlain = name.Length > 0 && !name.Contains('\\') && !name.Any(char.IsControl)
            && name.Split('/').All(part => part is not ("" or "." or ".."));
        if (!isPlain) throw file.Malformed(at, "the zip has an entry whose name is not a plain relative path");
    }

    private static void CheckDisjoint(SourceFile file, List<(long Start, long End)> ranges)
    {
        ranges.Sort();
        for (var i = 1; i < ranges.Count; i++)
            if (ranges[i].Start < ranges[i - 1].End) throw file.Malformed(ranges[i].Start, "two zip entries overlap");
    }
}
