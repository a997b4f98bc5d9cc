using System.Buffers.Binary;
using System.IO.Compression;

namespace ArchRepair.Engine.Formats;

/// <summary>An array of bytes in the IDX format: 0, 0, type 8, rank, big-endian sizes, elements.</summary>
internal sealed record IdxArray(int[] Sizes, byte[] Elements)
{
    private const int UnsignedByte = 8;

    /// <summary>Reads a file of that rank, unpacking gzip when its first bytes say so.</summary>
    public static IdxArray Read(string path, int rank)
    {
        using var file = SourceFile.Open(path);
        return Read(file, rank);
    }

    internal static IdxArray Read(SourceFile file, int rank)
    {
        var start = file.Read(0, Math.Min(2, file.Length));
        if (start is not [0x1f, 0x8b]) return ReadPlain(file, rank);
        var packed = file.Read(0, file.Length);
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        // A member's trailer ends with the unpacked length; .NET compares neither that nor, at a cut, that there is a trailer at all.
        var bytes = Inflation.Unpack(file, gzip, Inflation.LargestUnpacked(file.Length));
        if (packed.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4)) != bytes.Length)
            throw file.Malformed(file.Length, "the gzip file is cut short or damaged: its last bytes do not give its unpacked length");
        using var plain = SourceFile.OfBytes(file.Path, bytes);
        return ReadPlain(plain, rank);
    }

    private static IdxArray ReadPlain(SourceFile file, int rank)
    {
        var headerBytes = 4 + 4 * rank;
        if (file.Length < headerBytes) throw file.Malformed(0, "the file is too short for IDX");
        var header = file.Read(0, headerBytes);
        if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != rank)
            throw file.Malformed(0, $"an IDX array of bytes with {rank} dimensions begins with 0, 0, {UnsignedByte}, {rank}, not {header[0]}, {header[1]}, {header[2]}, {header[3]}");
        var sizes = new long[rank];
        for (var i = 0; i < rank; i++) sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * i));
        if (TensorShape.ByteCount(StoredType.U8, sizes) is not { } bytes || bytes != file.Length - headerBytes)
            throw file.Malformed(4, $"{TensorShape.Text(sizes)} bytes do not make up the {file.Length - headerBytes} that follow");
        return sizes.All(size => size <= int.MaxValue)
            ? new IdxArray([.. sizes.Select(size => (int)size)], file.Read(headerBytes, bytes))
            : throw file.Malformed(4, $"{TensorShape.Text(sizes)} has a size over {int.MaxValue}");
    }
}
