namespace ArchRepair.Engine.Formats;

/// <summary>Unpacking that cannot be made to allocate more than really comes out.</summary>
internal static class Inflation
{
    // Deflate cannot do better than 1032 to 1.
    private const int LargestRatio = 1032;
    private const int PieceBytes = 1 << 16;

    /// <summary>The most that so many packed bytes can unpack to, and that an array can hold.</summary>
    public static long LargestUnpacked(long packedBytes) => Math.Min(Array.MaxLength, (Math.Min(packedBytes, Array.MaxLength) + 1) * LargestRatio);

    /// <summary>Reads the stream to its end, refusing more than <paramref name="most"/> bytes.</summary>
    public static byte[] Unpack(SourceFile file, Stream packed, long most)
    {
        var unpacked = new MemoryStream();
        var piece = new byte[PieceBytes];
        try
        {
            for (int read; (read = packed.Read(piece)) > 0;)
            {
                if (unpacked.Length + read > most) throw file.Malformed(0, $"the packed bytes unpack to more than {most}");
                unpacked.Write(piece, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw file.Malformed(0, "the packed bytes are damaged", e);
        }
        return unpacked.ToArray();
    }
}
