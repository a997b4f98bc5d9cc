namespace ArchRepair.Engine.Formats;

/// <summary>The local side of a zip entry: header, data, and the descriptor that may follow.</summary>
internal static class ZipLocalEntry
{
    private const uint DescriptorSignature = 0x08074b50;

    /// <summary>Reads the local header that <paramref name="central"/> points to and refuses any difference.</summary>
    /// <returns>The entry, and where its range in the file ends.</returns>
    public static (ZipItem Item, long End) Match(SourceFile file, ZipRecord central, long directoryOffset)
    {
        var at = central.LocalOffset;
        if (at > directoryOffset) throw file.Malformed(directoryOffset, $"the zip entry {central.Name} lies behind the directory");
        var cursor = new ByteCursor(file, at, directoryOffset - at);
        var local = ZipRecord.ReadLocal(cursor);
        if (local.Name != central.Name || local.Flags != central.Flags || local.Method != central.Method || local.DateAndTime != central.DateAndTime)
            throw file.Malformed(at, $"the local header of the zip entry {central.Name} contradicts the directory");
        var isFilledLater = central.HasDescriptor && local is { Crc: 0, StoredBytes: 0, Bytes: 0 };
        var isSame = local.Crc == central.Crc && local.StoredBytes == central.StoredBytes && local.Bytes == central.Bytes;
        if (!isSame && !isFilledLater)
            throw file.Malformed(at, $"the local header of the zip entry {central.Name} contradicts the directory in size or CRC");
        CheckMethod(file, central);

        var dataOffset = cursor.Position;
        if (central.StoredBytes > cursor.Remaining)
            throw file.Malformed(at, $"the zip entry {central.Name} of {central.StoredBytes} bytes does not fit the file");
        var end = dataOffset + central.StoredBytes;
        if (central.HasDescriptor) end += DescriptorBytes(file, central, end, directoryOffset);
        var item = new ZipItem(
            central.Name, dataOffset, central.StoredBytes, central.Bytes, central.Crc, central.Method == ZipRecord.DeflateMethod);
        return (item, end);
    }

    private static void CheckMethod(SourceFile file, ZipRecord record)
    {
        if (record.Method is not (ZipRecord.StoredMethod or ZipRecord.DeflateMethod))
            throw file.Malformed(record.LocalOffset, $"the zip entry {record.Name} uses the compression method {record.Method}; only stored and deflate are read");
        if (record.Method == ZipRecord.StoredMethod && record.StoredBytes != record.Bytes)
            throw file.Malformed(record.LocalOffset, $"the zip entry {record.Name} is stored, yet has two sizes");
    }

    // The signature is optional and the sizes have 4 or 8 bytes each; whichever form it is, its values must be the directory's.
    private static int DescriptorBytes(SourceFile file, ZipRecord central, long at, long directoryOffset)
    {
        foreach (var (hasSignature, isWide) in new[] { (true, false), (true, true), (false, false), (false, true) })
        {
            var size = (hasSignature ? 8 : 4) + (isWide ? 16 : 8);
            if (size > directoryOffset - at) continue;
            var cursor = new ByteCursor(file, at, size);
            if (hasSignature && cursor.UInt32() != DescriptorSignature) continue;
            if (cursor.UInt32() != central.Crc) continue;
            var (stored, bytes) = isWide ? (cursor.UInt64(), cursor.UInt64()) : (cursor.UInt32(), cursor.UInt32());
            if (stored == (ulong)central.StoredBytes && bytes == (ulong)central.Bytes) return size;
        }
        throw file.Malformed(at, $"the descriptor behind the zip entry {central.Name} contradicts the directory");
    }
}
