using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>Class indices of images in order, immutable; in JSON a length and compressed little-endian 16-bit values.</summary>
[JsonConverter(typeof(ClassSequenceConverter))]
public sealed class ClassSequence : IEquatable<ClassSequence>
{
    private readonly ushort[] classes;

    public ClassSequence(ReadOnlySpan<ushort> classes) => this.classes = classes.ToArray();

    public int Length => classes.Length;

    public int this[int index] => classes[index];

    public ReadOnlySpan<ushort> AsSpan() => classes;

    /// <summary>The classes at the given places, in their order.</summary>
    public ClassSequence Select(ReadOnlySpan<int> indices)
    {
        var chosen = new ushort[indices.Length];
        for (var i = 0; i < chosen.Length; i++) chosen[i] = classes[indices[i]];
        return new ClassSequence(chosen);
    }

    public bool Equals(ClassSequence? other) => other is not null && classes.AsSpan().SequenceEqual(other.classes);

    public override bool Equals(object? obj) => Equals(obj as ClassSequence);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var index in classes) hash.Add(index);
        return hash.ToHashCode();
    }
}

/// <summary>JSON form of <see cref="ClassSequence"/>: <c>{"length":N,"classes":"base64 of deflate"}</c>.</summary>
internal sealed class ClassSequenceConverter : JsonConverter<ClassSequence>
{
    private const int MaxLength = 50_000_000;

    public override ClassSequence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("length", out var lengthElement)
            || !document.RootElement.TryGetProperty("classes", out var classesElement)
            || !lengthElement.TryGetInt32(out var length)
            || length is < 0 or > MaxLength
            || !classesElement.TryGetBytesFromBase64(out var compressed))
            throw new JsonException($"A class sequence must be an object of a length in [0, {MaxLength}] and base64 classes.");

        // Deflate expands at most 1032 times: a longer claim is refused before anything is allocated for it.
        if ((long)length * 2 > (long)compressed.Length * 1032 + 64)
            throw new JsonException($"A class sequence of {compressed.Length} compressed bytes cannot hold {length} classes.");
        var bytes = new byte[length * 2];
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(compressed), CompressionMode.Decompress);
            inflate.ReadExactly(bytes);
            if (inflate.ReadByte() != -1) throw new JsonException($"A class sequence holds more than its {length} classes.");
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new JsonException($"A class sequence of length {length} is damaged: {exception.Message}", exception);
        }

        var classes = new ushort[length];
        for (var i = 0; i < length; i++) classes[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i));
        return new ClassSequence(classes);
    }

    public override void Write(Utf8JsonWriter writer, ClassSequence value, JsonSerializerOptions options)
    {
        var bytes = new byte[value.Length * 2];
        for (var i = 0; i < value.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)value[i]);
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        writer.WriteStartObject();
        writer.WriteNumber("length", value.Length);
        writer.WriteBase64String("classes", compressed.ToArray());
        writer.WriteEndObject();
    }
}
