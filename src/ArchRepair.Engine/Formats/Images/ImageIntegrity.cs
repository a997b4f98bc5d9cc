using System.Buffers.Binary;
using System.IO.Hashing;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// What the decoder does not look at: it fills a file that is cut short with black and never compares a checksum.
/// </summary>
internal static class ImageIntegrity
{
    private const int PngSignatureBytes = 8;

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static ReadOnlySpan<byte> JpegStart => [0xff, 0xd8];

    private static ReadOnlySpan<byte> JpegScan => [0xff, 0xda];

    private static ReadOnlySpan<byte> JpegEnd => [0xff, 0xd9];

    /// <summary>What is wrong with the file, or null; files of other kinds are left to the decoder.</summary>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngStart)) return PngProblem(file);
        if (file.StartsWith(JpegStart)) return JpegProblem(file);
        return file.StartsWith("BM"u8) ? BmpProblem(file) : null;
    }

    // Chunks: length, name, content, CRC of name and content; the last is IEND.
    private static string? PngProblem(ReadOnlySpan<byte> file)
    {
        const int frameBytes = 12;
        for (var at = PngSignatureBytes; file.Length - at >= frameBytes;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - frameBytes) break;
            var named = file.Slice(at + 4, (int)length + 4);
            if (Crc32.HashToUInt32(named) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..])) return $"the PNG is damaged: a CRC is wrong at byte {at}";
            if (named.StartsWith("IEND"u8)) return null;
            at += (int)length + frameBytes;
        }
        return "the PNG is cut short";
    }

    // Inside a scan every 0xff is escaped, so the end marker behind the last scan's start is real.
    private static string? JpegProblem(ReadOnlySpan<byte> file) =>
        file.LastIndexOf(JpegEnd) > file.LastIndexOf(JpegScan) ? null : "the JPEG is cut short";

    private static string? BmpProblem(ReadOnlySpan<byte> file)
    {
        const int headerBytes = 54;
        if (file.Length < headerBytes) return "the bitmap is cut short";
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        var bitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        var rowBytes = (Math.Abs((long)width) * bitsPerPixel + 31) / 32 * 4;
        return offset + (Int128)rowBytes * Math.Abs((long)height) <= file.Length ? null : "the bitmap is cut short";
    }
}
