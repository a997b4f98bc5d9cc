using System.Buffers.Binary;
using System.IO.Hashing;

namespace ArchRepair.Engine.Formats;

/// <summary>The chunks of a PNG file, whose checksums the decoder does not compare.</summary>
internal static class PngStructure
{
    private const int SignatureBytes = 8;
    private const int FrameBytes = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    public static bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith(Signature);

    /// <summary>Height and width from the header chunk, which comes first.</summary>
    public static (int Height, int Width) Size(ByteCursor cursor)
    {
        cursor.Skip(SignatureBytes + 4);
        if (!cursor.Take(4).SequenceEqual("IHDR"u8)) throw cursor.Malformed("the PNG does not begin with its header");
        var width = BinaryPrimitives.ReverseEndianness(cursor.UInt32());
        var height = BinaryPrimitives.ReverseEndianness(cursor.UInt32());
        return ((int)Math.Min(height, int.MaxValue), (int)Math.Min(width, int.MaxValue));
    }

    /// <summary>What is wrong with the chunks (length, name, content, CRC of name and content; the last is IEND), or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        for (var at = SignatureBytes; file.Length - at >= FrameBytes;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - FrameBytes) break;
            var named = file.Slice(at + 4, (int)length + 4);
            if (Crc32.HashToUInt32(named) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..])) return $"the PNG is damaged: a CRC is wrong at byte {at}";
            if (named.StartsWith("IEND"u8)) return null;
            at += (int)length + FrameBytes;
        }
        return "the PNG is cut short";
    }
}
