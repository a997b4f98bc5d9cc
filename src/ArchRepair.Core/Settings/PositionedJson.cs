using System.Text;
using System.Text.Json;

using ArchRepair.Core.Diagnostics;

namespace ArchRepair.Core.Settings;

/// <summary>A JSON value that knows where it stands, so that every complaint has line and column.</summary>
internal sealed class PositionedJson
{
    private PositionedJson(JsonTokenType kind, SourceLocation location)
    {
        Kind = kind;
        Location = location;
    }

    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Kind { get; }

    public SourceLocation Location { get; }

    public string Text { get; private init; } = "";

    public List<(string Key, SourceLocation KeyLocation, PositionedJson Value)> Members { get; } = [];

    public List<PositionedJson> Items { get; } = [];

    /// <summary>What a person calls this kind of value.</summary>
    public string Describe() => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text \"{Text}\"",
        JsonTokenType.Null => "null",
        _ => Text,
    };

    /// <exception cref="ArchRepairException">The text is not JSON (AR0101), or a key stands twice in an object (AR0103).</exception>
    public static PositionedJson Parse(string file, byte[] utf8)
    {
        var content = utf8.AsSpan();
        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        var lines = new LineIndex(file, content.ToArray());
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, lines);
            if (reader.Read()) throw new JsonException("text follows the value");
            return root;
        }
        catch (JsonException exception)
        {
            var location = exception.LineNumber is { } line
                ? new SourceLocation(file, (int)line + 1, (int)(exception.BytePositionInLine ?? 0) + 1)
                : new SourceLocation(file, 1, 1);
            var reason = exception.Message.Split(" LineNumber:")[0];
            throw new ArchRepairException(ExitCode.Usage, "AR0101", $"The settings are not valid JSON: {reason}", location, exception);
        }
    }

    private static PositionedJson ReadValue(ref Utf8JsonReader reader, LineIndex lines)
    {
        var location = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, lines, location);
            case JsonTokenType.StartArray:
                var array = new PositionedJson(JsonTokenType.StartArray, location);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) array.Items.Add(ReadValue(ref reader, lines));
                return array;
            case JsonTokenType.String:
                return new PositionedJson(JsonTokenType.String, location) { Text = reader.GetString()! };
            default:
                return new PositionedJson(reader.TokenType, location) { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    private static PositionedJson ReadObject(ref Utf8JsonReader reader, LineIndex lines, SourceLocation location)
    {
        var value = new PositionedJson(JsonTokenType.StartObject, location);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var keyLocation = lines.At(reader.TokenStartIndex);
            if (value.Members.Exists(member => member.Key == key))
                throw new ArchRepairException(ExitCode.Usage, "AR0103", $"'{key}' stands twice in one object; keep one of them.", keyLocation);
            reader.Read();
            value.Members.Add((key, keyLocation, ReadValue(ref reader, lines)));
        }

        return value;
    }

    private sealed class LineIndex(string file, byte[] content)
    {
        public SourceLocation At(long offset)
        {
            var before = content.AsSpan(0, (int)offset);
            var line = before.Count((byte)'\n') + 1;
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            return new SourceLocation(file, line, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
        }
    }
}
