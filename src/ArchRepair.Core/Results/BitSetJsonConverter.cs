using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>Writes <c>{"length":N,"bits":"…"}</c>, the bits as base64 of the Brotli form of <see cref="BitSet.ToBytes"/>.</summary>
/// <remarks>
/// A file may lie: the length is bounded before anything is allocated for it, and decompression writes into a buffer of that size and
/// stops when it is full.
/// </remarks>
internal sealed class BitSetJsonConverter : JsonConverter<BitSet>
{
    /// <summary>Longest row that is read, 2²⁴ bits (16.7 million images, 2 MiB): ImageNet's training set has 1.3 million images.</summary>
    internal const int MaxLength = 1 << 24;

    private const int Quality = 9;
    private const int WindowBits = 22;

    public override BitSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A row of bits is an object with length and bits.");
        int? length = null;
        byte[]? compressed = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLength = reader.ValueTextEquals("length"u8);
            if (!isLength && !reader.ValueTextEquals("bits"u8)) throw new JsonException("A row of bits has length and bits, and nothing else.");
            if (isLength ? length is not null : compressed is not null) throw new JsonException("A row of bits has length and bits once each.");
            reader.Read();
            if (isLength) length = ReadLength(ref reader);
            else compressed = ReadBase64(ref reader);
        }
        if (length is null || compressed is null) throw new JsonException("A row of bits lacks length or bits.");
        return Decompress(compressed, length.Value);
    }

    public override void Write(Utf8JsonWriter writer, BitSet value, JsonSerializerOptions options)
    {
        if (value.Length > MaxLength) throw new JsonException($"A row of {value.Length} bits is longer than the {MaxLength} that are read back.");
        writer.WriteStartObject();
        writer.WriteNumber("length"u8, value.Length);
        writer.WriteBase64String("bits"u8, Compress(value));
        writer.WriteEndObject();
    }

    private static int ReadLength(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var length) && length is >= 0 and <= MaxLength
            ? length
            : throw new JsonException($"The length of a row of bits is a whole number from 0 to {MaxLength}.");

    private static byte[] ReadBase64(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new JsonException("The bits of a row are a base64 string.");

    private static ReadOnlySpan<byte> Compress(BitSet value)
    {
        var bytes = value.ToBytes();
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, buffer, out var written, Quality, WindowBits)
            ? buffer.AsSpan(0, written)
            : throw new InvalidOperationException($"Brotli could not write {bytes.Length} bytes into {buffer.Length}.");
    }

    private static BitSet Decompress(ReadOnlySpan<byte> compressed, int length)
    {
        // One byte of room more: Brotli asks for room before it sees that an empty stream ends.
        var bytes = new byte[BitSet.ByteCount(length) + 1];
        using var decoder = new BrotliDecoder();
        var status = decoder.Decompress(compressed, bytes, out var consumed, out var written);
        if (status != OperationStatus.Done || consumed != compressed.Length || written != BitSet.ByteCount(length))
            throw new JsonException($"The bits of a row do not hold the {length} bits that its length says.");
        try
        {
            return BitSet.FromBytes(bytes.AsSpan(0, written), length);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
