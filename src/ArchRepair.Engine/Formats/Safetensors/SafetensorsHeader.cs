using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArchRepair.Engine.Formats;

/// <summary>The JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    public const int LargestBytes = 100_000_000;
    public const int LengthBytes = 8;
    public const string MetadataKey = "__metadata__";

    /// <summary>The header as bytes, padded with spaces to a multiple of 8; tensors lie in the given order.</summary>
    public static byte[] Encode(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0) WriteMetadata(json, metadata);
            var names = new HashSet<string>(StringComparer.Ordinal) { MetadataKey };
            long begin = 0;
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name)) throw new ArgumentException($"The tensor name '{tensor.Name}' is reserved or occurs twice.", nameof(tensors));
                WriteTensor(json, tensor, begin);
                begin += tensor.Bytes.Length;
            }
            json.WriteEndObject();
        }
        while (buffer.WrittenCount % LengthBytes != 0) buffer.Write(" "u8);
        return buffer.WrittenCount <= LargestBytes
            ? buffer.WrittenSpan.ToArray()
            : throw new ArgumentException($"The header would have {buffer.WrittenCount} bytes, over {LargestBytes}.", nameof(metadata));
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, StoredTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsTypes.Name(tensor.Type));
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
