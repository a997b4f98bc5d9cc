namespace ArchRepair.Engine.Formats;

/// <summary>What a header of a zip entry, local or central, says of it, zip64 fields resolved.</summary>
internal sealed record ZipRecord(
    string Name, int Flags, int Method, uint DateAndTime, uint Crc, long StoredBytes, long Bytes, long LocalOffset)
{
    public const int DescriptorFlag = 1 << 3;
    public const int StoredMethod = 0;
    public const int DeflateMethod = 8;
    private const int Utf8Flag = 1 << 11;
    private const int DeflateLevelFlags = 0b110;
    private const int Zip64Id = 0x0001;
    private const int FillingId = 0x4246; // "FB": PyTorch fills up to the next multiple of 64 with Z.

    /// <summary>Sizes and CRC follow the data instead of standing in the local header.</summary>
    public bool HasDescriptor => (Flags & DescriptorFlag) != 0;

    /// <summary>Reads the record of the central directory at the cursor.</summary>
    public static ZipRecord ReadCentral(ByteCursor cursor)
    {
        if (cursor.UInt32() != 0x02014b50) throw cursor.Malformed("an entry of the zip directory does not begin with its signature");
        cursor.Skip(4); // Versions of maker and of the reader needed: PyTorch writes zeros, others 20 or 45.
        var (flags, method, date) = (cursor.UInt16(), cursor.UInt16(), cursor.UInt32());
        var (crc, stored, bytes) = (cursor.UInt32(), cursor.UInt32(), cursor.UInt32());
        var (nameBytes, extraBytes, commentBytes) = (cursor.UInt16(), cursor.UInt16(), cursor.UInt16());
        var disk = cursor.UInt16();
        cursor.Skip(6); // File attributes.
        var offset = cursor.UInt32();
        if (disk != 0) throw cursor.Malformed("the zip is spread over several disks");
        CheckFlags(cursor, flags);
        var name = cursor.Utf8(nameBytes);
        var (wideBytes, wideStored, wideOffset, _) = ReadExtra(cursor, extraBytes, bytes, stored, offset);
        cursor.Skip(commentBytes);
        return new ZipRecord(name, flags, method, date, crc, wideStored, wideBytes, wideOffset);
    }

    /// <summary>Reads the local header at the cursor, which stands at the data afterwards.</summary>
    public static ZipRecord ReadLocal(ByteCursor cursor)
    {
        var start = cursor.Position;
        if (cursor.UInt32() != 0x04034b50) throw cursor.Malformed("a zip entry does not begin with its signature");
        cursor.Skip(2);
        var (flags, method, date) = (cursor.UInt16(), cursor.UInt16(), cursor.UInt32());
        var (crc, stored, bytes) = (cursor.UInt32(), cursor.UInt32(), cursor.UInt32());
        var (nameBytes, extraBytes) = (cursor.UInt16(), cursor.UInt16());
        CheckFlags(cursor, flags);
        var name = cursor.Utf8(nameBytes);
        var (wideBytes, wideStored, _, _) = ReadExtra(cursor, extraBytes, bytes, stored, 0);
        return new ZipRecord(name, flags, method, date, crc, wideStored, wideBytes, start);
    }

    private static void CheckFlags(ByteCursor cursor, int flags)
    {
        if ((flags & ~(DescriptorFlag | Utf8Flag | DeflateLevelFlags)) != 0)
            throw cursor.Malformed($"a zip entry has the flags 0x{flags:x4}: encrypted or of an unknown kind");
    }

    // The zip64 field holds, in this order, only those of the values whose 32-bit place is filled with ones.
    private static (long Bytes, long Stored, long Offset, bool IsWide) ReadExtra(
        ByteCursor cursor, int extraBytes, uint bytes, uint stored, uint offset)
    {
        (long Bytes, long Stored, long Offset, bool IsWide) result = (bytes, stored, offset, false);
        for (var left = extraBytes; left > 0;)
        {
            if (left < 4) throw cursor.Malformed("an extra field of a zip entry is cut short");
            var (id, size) = (cursor.UInt16(), cursor.UInt16());
            left -= 4 + size;
            if (left < 0) throw cursor.Malformed("an extra field of a zip entry is longer than the entry allows");
            var next = cursor.Position + size;
            if (id == Zip64Id && !result.IsWide)
            {
                result = (
                    bytes == uint.MaxValue ? cursor.Count64() : bytes,
                    stored == uint.MaxValue ? cursor.Count64() : stored,
                    offset == uint.MaxValue ? cursor.Count64() : offset,
                    true);
                if (cursor.Position > next) throw cursor.Malformed("the zip64 field of an entry is too short");
            }
            if (id == FillingId && cursor.Take(size).ContainsAnyExcept((byte)'Z', (byte)0)) throw cursor.Malformed("the filling before the data of a zip entry is damaged");
            cursor.Skip(next - cursor.Position);
        }
        return result;
    }
}
