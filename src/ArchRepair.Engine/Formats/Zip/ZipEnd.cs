using System.Buffers.Binary;

namespace ArchRepair.Engine.Formats;

/// <summary>The end of a zip: where its directory lies and how many entries it has.</summary>
internal sealed record ZipEnd(long DirectoryOffset, long DirectoryBytes, long EntryCount)
{
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int WideEndBytes = 56;

    /// <summary>Reads the end records. A comment behind them is refused: it makes the end ambiguous, and no tool here writes one.</summary>
    public static ZipEnd Read(SourceFile file)
    {
        var at = file.Length - EndBytes;
        if (at < 0) throw file.Malformed(0, "the file is too short for a zip");
        var cursor = new ByteCursor(file, at, EndBytes);
        if (cursor.UInt32() != 0x06054b50)
            throw file.Malformed(at, "the zip has no end record in its last 22 bytes: it is cut short, or something was added");
        var (disk, directoryDisk, onDisk, count) = (cursor.UInt16(), cursor.UInt16(), cursor.UInt16(), cursor.UInt16());
        var (bytes, offset, comment) = (cursor.UInt32(), cursor.UInt32(), cursor.UInt16());
        if (disk != 0 || directoryDisk != 0 || onDisk != count) throw file.Malformed(at, "the zip is spread over several disks");
        if (comment != 0) throw file.Malformed(at, "the zip announces a comment that is not there");

        var narrow = new ZipEnd(offset, bytes, count);
        if (!HasLocator(file, at))
        {
            if (offset == uint.MaxValue || bytes == uint.MaxValue || count == ushort.MaxValue)
                throw file.Malformed(at, "the zip needs a zip64 end record and has none");
            return narrow.Checked(file, at);
        }
        var wide = ReadWide(file, at - LocatorBytes);
        if (!Agrees(count, wide.EntryCount, ushort.MaxValue) || !Agrees(bytes, wide.DirectoryBytes, uint.MaxValue)
            || !Agrees(offset, wide.DirectoryOffset, uint.MaxValue))
            throw file.Malformed(at, "the two end records of the zip contradict each other");
        return wide;
    }

    private static bool Agrees(long narrow, long wide, long filled) => narrow == wide || narrow == filled;

    private static bool HasLocator(SourceFile file, long endAt)
    {
        if (endAt < LocatorBytes + WideEndBytes) return false;
        Span<byte> signature = stackalloc byte[4];
        file.Read(endAt - LocatorBytes, signature);
        return BinaryPrimitives.ReadUInt32LittleEndian(signature) == 0x07064b50;
    }

    private static ZipEnd ReadWide(SourceFile file, long locatorAt)
    {
        var locator = new ByteCursor(file, locatorAt, LocatorBytes);
        locator.Skip(4);
        var (disk, wideAt, disks) = (locator.UInt32(), locator.Count64(), locator.UInt32());
        if (disk != 0 || disks > 1) throw file.Malformed(locatorAt, "the zip is spread over several disks");
        if (wideAt != locatorAt - WideEndBytes) throw file.Malformed(locatorAt, "the zip64 end record does not stand before its locator");
        var cursor = new ByteCursor(file, wideAt, WideEndBytes);
        if (cursor.UInt32() != 0x06064b50) throw file.Malformed(wideAt, "the zip64 end record does not begin with its signature");
        if (cursor.UInt64() != WideEndBytes - 12) throw file.Malformed(wideAt, "the zip64 end record has an unknown size");
        cursor.Skip(4);
        var (thisDisk, directoryDisk) = (cursor.UInt32(), cursor.UInt32());
        var (onDisk, count, bytes, offset) = (cursor.Count64(), cursor.Count64(), cursor.Count64(), cursor.Count64());
        if (thisDisk != 0 || directoryDisk != 0 || onDisk != count) throw file.Malformed(wideAt, "the zip is spread over several disks");
        return new ZipEnd(offset, bytes, count).Checked(file, wideAt);
    }

    // The directory must reach exactly to the end records: nothing hides between them.
    private ZipEnd Checked(SourceFile file, long endAt)
    {
        const int smallestEntry = 46;
        if (DirectoryOffset > endAt || DirectoryBytes != endAt - DirectoryOffset)
            throw file.Malformed(endAt, $"the zip directory ({DirectoryBytes} bytes from byte {DirectoryOffset}) does not end where its end record begins");
        if (EntryCount > DirectoryBytes / smallestEntry)
            throw file.Malformed(endAt, $"{EntryCount} zip entries do not fit a directory of {DirectoryBytes} bytes");
        return this;
    }
}
