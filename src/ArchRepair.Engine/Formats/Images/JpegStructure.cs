using System.Buffers.Binary;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// The segments of a JPEG file, walked before the decoder sees them: it does not notice the end of the data between segments and
/// would search on for ever.
/// </summary>
internal static class JpegStructure
{
    private const byte Escape = 0xff;
    private const byte StartOfImage = 0xd8;
    private const byte EndOfImage = 0xd9;
    private const byte StartOfScan = 0xda;

    public static bool Recognizes(ReadOnlySpan<byte> start) => start is [Escape, StartOfImage, ..];

    /// <summary>Height and width from the frame header, skipping what stands before it.</summary>
    public static (int Height, int Width) Size(ByteCursor cursor)
    {
        cursor.Skip(2);
        while (true)
        {
            var marker = Marker(cursor);
            var length = BinaryPrimitives.ReverseEndianness(cursor.UInt16());
            if (length < 2 || marker is EndOfImage or StartOfScan) throw cursor.Malformed("the JPEG has no frame header before its first scan");
            if (IsFrame(marker))
            {
                cursor.Skip(1);
                return (BinaryPrimitives.ReverseEndianness(cursor.UInt16()), BinaryPrimitives.ReverseEndianness(cursor.UInt16()));
            }
            cursor.Skip(length - 2);
        }
    }

    /// <summary>What is wrong with the segments, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        var (at, frames, scans) = (2, 0, 0);
        while (true)
        {
            if (at >= file.Length || file[at] != Escape) return "the JPEG is cut short or damaged between its segments";
            while (at < file.Length && file[at] == Escape) at++;
            if (at >= file.Length) return "the JPEG is cut short";
            var marker = file[at++];
            if (marker == EndOfImage) return frames == 1 && scans > 0 ? null : "the JPEG has not one frame and its scans";
            if (marker is < 0xc0 or (>= 0xd0 and <= StartOfImage)) return $"the JPEG has the marker 0x{marker:x2} where a segment is due";
            if (file.Length - at < 2) return "the JPEG is cut short";
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || length > file.Length - at) return $"a segment of the JPEG is said to have {length} bytes";
            at += length;
            if (IsFrame(marker)) frames++;
            if (marker != StartOfScan) continue;
            scans++;
            at = ScanEnd(file, at);
        }
    }

    // Baseline, extended and progressive; the decoder knows no others (lossless, arithmetic).
    private static bool IsFrame(byte marker) => marker is 0xc0 or 0xc1 or 0xc2;

    private static byte Marker(ByteCursor cursor)
    {
        if (cursor.Byte() != Escape) throw cursor.Malformed("the JPEG is damaged between its segments");
        byte marker;
        do marker = cursor.Byte();
        while (marker == Escape);
        return marker;
    }

    // Inside a scan an escape is followed by 0, or by a restart marker; anything else ends it.
    private static int ScanEnd(ReadOnlySpan<byte> file, int at)
    {
        for (; at + 1 < file.Length; at++)
            if (file[at] == Escape && file[at + 1] is not (0 or (>= 0xd0 and <= 0xd7) or Escape)) return at;
        return file.Length;
    }
}
