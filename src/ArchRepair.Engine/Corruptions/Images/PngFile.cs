using System.Buffers.Binary;
using System.IO.Compression;

namespace ArchRepair.Engine.Corruptions.Images;

/// <summary>Writes 8-bit RGB images as PNG (ISO/IEC 15948), each row with the filter that leaves the smallest differences.</summary>
public static class PngFile
{
    private const int Channels = 3;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Writes one image of H·W·3 values.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the size.</exception>
    public static void Write(Stream stream, ReadOnlySpan<byte> values, ImageSize size)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (values.Length != size.Bytes)
            throw new ArgumentException(FormattableString.Invariant($"{values.Length} values given; {size} RGB needs {size.Bytes}."), nameof(values));
        stream.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], size.Height);
        // Eight bits, true colour, the one compression, the one set of filters, not interlaced.
        header[8] = 8;
        header[9] = 2;
        header[10..].Clear();
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compress(values, size));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> values, ImageSize size)
    {
        var length = size.Width * Channels;
        var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            var above = new byte[length];
            var best = new byte[length + 1];
            var trial = new byte[length + 1];
            for (var y = 0; y < size.Height; y++)
            {
                var row = values.Slice(y * length, length);
                var least = long.MaxValue;
                for (byte filter = 0; filter <= 4; filter++)
                {
                    var cost = Filter(filter, row, above, trial);
                    if (cost >= least) continue;
                    least = cost;
                    (best, trial) = (trial, best);
                }
                zlib.Write(best);
                row.CopyTo(above);
            }
        }
        return memory.GetBuffer().AsSpan(0, (int)memory.Length);
    }

    /// <summary>Filters a row; returns the sum of the differences' sizes.</summary>
    private static long Filter(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> output)
    {
        output[0] = filter;
        var cost = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < Channels ? 0 : row[i - Channels], up = above[i], corner = i < Channels ? 0 : above[i - Channels];
            var guess = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) };
            var difference = (byte)(row[i] - guess);
            output[i + 1] = difference;
            cost += Math.Min(difference, 256 - difference);
        }
        return cost;
    }

    /// <summary>Whichever of the three neighbours is nearest to left + up − corner.</summary>
    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        if (toLeft <= toUp && toLeft <= toCorner) return left;
        return toUp <= toCorner ? up : corner;
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        stream.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var crc = n;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[n] = crc;
        }
        return table;
    }
}
