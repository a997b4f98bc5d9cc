using System.Buffers.Binary;
using System.Text;

namespace ArchRepair.Engine.Formats;

/// <summary>Reads forward through a range of a file; every step is checked against the range before anything is allocated.</summary>
internal sealed class ByteCursor
{
    private const int BufferBytes = 1 << 12;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SourceFile file;
    private readonly long end;
    private byte[] buffer = [];
    private long bufferStart;
    private int bufferLength;

    public ByteCursor(SourceFile file, long start, long count)
    {
        file.RequireInside(start, count);
        (this.file, Position, end) = (file, start, start + count);
    }

    /// <summary>Offset in the file of the next byte.</summary>
    public long Position { get; private set; }

    public long Remaining => end - Position;

    public MalformedFileException Malformed(string reason) => file.Malformed(Position, reason);

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>An unsigned 64-bit count that must fit a signed one.</summary>
    public long Count64()
    {
        var at = Position;
        var value = UInt64();
        return value <= long.MaxValue ? (long)value : throw file.Malformed(at, $"a count of {value} is impossible");
    }

    public string Utf8(long count)
    {
        var at = Position;
        var bytes = Take(count);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw file.Malformed(at, "a text is not valid UTF-8", e);
        }
    }

    /// <summary>The next bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Remaining)
            throw Malformed($"{count} more bytes are announced, but only {Remaining} are left");
        if (count > BufferBytes)
        {
            var large = file.Read(Position, count);
            Position += count;
            return large;
        }
        if (Position + count > bufferStart + bufferLength) Refill();
        var taken = buffer.AsSpan((int)(Position - bufferStart), (int)count);
        Position += count;
        return taken;
    }

    public void Skip(long count)
    {
        if (count < 0 || count > Remaining)
            throw Malformed($"{count} more bytes are announced, but only {Remaining} are left");
        Position += count;
        if (Position > bufferStart + bufferLength) (bufferStart, bufferLength) = (Position, 0);
    }

    private void Refill()
    {
        bufferLength = (int)Math.Min(BufferBytes, Remaining);
        if (buffer.Length < bufferLength) buffer = new byte[bufferLength];
        bufferStart = Position;
        file.Read(Position, buffer.AsSpan(0, bufferLength));
    }
}
