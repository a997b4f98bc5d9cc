using System.Buffers.Binary;

namespace ArchRepair.Engine.Formats;

/// <summary>The header of a Windows bitmap, whose announced rows the decoder does not compare with the file.</summary>
internal static class BmpStructure
{
    private const int HeaderBytes = 54;
    private const int WidthOffset = 18;

    public static bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith("BM"u8);

    /// <summary>Height and width; a negative height means rows from top to bottom.</summary>
    public static (int Height, int Width) Size(ByteCursor cursor)
    {
        cursor.Skip(WidthOffset);
        var (width, height) = ((int)cursor.UInt32(), (int)cursor.UInt32());
        return (height == int.MinValue ? int.MaxValue : Math.Abs(height), width);
    }

    /// <summary>What is wrong with the header, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes) return "the bitmap is cut short";
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(file[WidthOffset..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        var bitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        var rowBytes = (Math.Abs((long)width) * bitsPerPixel + 31) / 32 * 4;
        return offset + (Int128)rowBytes * Math.Abs((long)height) <= file.Length ? null : "the bitmap is cut short";
    }
}
