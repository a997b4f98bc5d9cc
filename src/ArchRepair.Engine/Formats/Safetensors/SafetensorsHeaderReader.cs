using System.Text.Json;

namespace ArchRepair.Engine.Formats;

/// <summary>Reads the header token by token: known keys only, each once, integers only, two levels.</summary>
internal sealed class SafetensorsHeaderReader(SourceFile file, byte[] header)
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 3, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public List<SafetensorsEntry> Read(out IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            return ReadObject(out metadata);
        }
        catch (JsonException e)
        {
            throw file.Malformed(SafetensorsHeader.LengthBytes, $"the header is not the JSON it should be: {e.Message}", e);
        }
    }

    private List<SafetensorsEntry> ReadObject(out IReadOnlyDictionary<string, string> metadata)
    {
        if (header.Length == 0 || header[0] != '{') throw file.Malformed(SafetensorsHeader.LengthBytes, "the header does not begin with a brace");
        metadata = new Dictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        var json = new Utf8JsonReader(header, Strict);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref json);
            if (!names.Add(name)) throw Wrong(json, $"the key {name} occurs twice");
            if (name == SafetensorsHeader.MetadataKey) metadata = Metadata(ref json);
            else entries.Add(Entry(ref json, name));
        }
        if (json.Read()) throw Wrong(json, "something follows the header");
        return entries;
    }

    private Dictionary<string, string> Metadata(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref json);
            Expect(ref json, JsonTokenType.String);
            if (!metadata.TryAdd(key, Text(ref json))) throw Wrong(json, $"the metadata key {key} occurs twice");
        }
        return metadata;
    }

    private SafetensorsEntry Entry(ref Utf8JsonReader json, string name)
    {
        Expect(ref json, JsonTokenType.StartObject);
        StoredType? type = null;
        List<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref json);
            if (key == "dtype" && type is null) type = Type(ref json, name);
            else if (key == "shape" && shape is null) shape = Integers(ref json, TensorShape.MaximumRank);
            else if (key == "data_offsets" && offsets is null) offsets = Integers(ref json, 2);
            else throw Wrong(json, $"{name} has the key {key}, which is unknown or occurs twice");
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw Wrong(json, $"{name} lacks one of dtype, shape and two data_offsets");
        return new SafetensorsEntry(name, type.Value, shape, begin, end);
    }

    private StoredType Type(ref Utf8JsonReader json, string name)
    {
        Expect(ref json, JsonTokenType.String);
        var text = Text(ref json);
        return SafetensorsTypes.Find(text) ?? throw Wrong(json, $"{name} is of the element type {text}, which is not read");
    }

    private List<long> Integers(ref Utf8JsonReader json, int most)
    {
        Expect(ref json, JsonTokenType.StartArray);
        var values = new List<long>();
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (!json.TryGetInt64(out var value) || value < 0 || values.Count == most) throw Wrong(json, "a size or offset is impossible");
            values.Add(value);
        }
        return json.TokenType == JsonTokenType.EndArray ? values : throw Wrong(json, "a size or offset is no number");
    }

    private void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (!json.Read() || json.TokenType != type) throw Wrong(json, $"{type} is due, not {json.TokenType}");
    }

    private string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw file.Malformed(SafetensorsHeader.LengthBytes + json.TokenStartIndex, "a text in the header is not valid Unicode", e);
        }
    }

    private MalformedFileException Wrong(in Utf8JsonReader json, string reason) =>
        file.Malformed(SafetensorsHeader.LengthBytes + json.TokenStartIndex, reason);
}
