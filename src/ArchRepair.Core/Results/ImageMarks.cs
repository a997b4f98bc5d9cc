using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>
/// A byte for each image that stands for its pixels: with it, images taken in any order can be told from others without having seen
/// them all. One image of other pixels stays unnoticed with a chance of 1/256, ten with 10⁻²⁴. In JSON base64.
/// </summary>
[JsonConverter(typeof(ImageMarksConverter))]
public sealed class ImageMarks : IEquatable<ImageMarks>
{
    private readonly byte[] marks;

    public ImageMarks(ReadOnlySpan<byte> marks) => this.marks = marks.ToArray();

    /// <summary>Images.</summary>
    public int Length => marks.Length;

    public byte this[int image] => marks[image];

    public ReadOnlySpan<byte> AsSpan() => marks;

    /// <summary>One mark for an image's pixels in all cells: the sum of its marks, in any order of cells.</summary>
    /// <returns>Null where a cell has no marks or another number of images, and where there is no cell.</returns>
    public static ImageMarks? Sum(IEnumerable<ImageMarks?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        byte[]? sum = null;
        foreach (var cell in cells)
        {
            if (cell is null || (sum is not null && sum.Length != cell.Length)) return null;
            sum ??= new byte[cell.Length];
            for (var i = 0; i < sum.Length; i++) sum[i] += cell.marks[i];
        }

        return sum is null ? null : new ImageMarks(sum);
    }

    public bool Equals(ImageMarks? other) => other is not null && marks.AsSpan().SequenceEqual(other.marks);

    public override bool Equals(object? obj) => Equals(obj as ImageMarks);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(marks);
        return hash.ToHashCode();
    }
}

/// <summary>JSON form of <see cref="ImageMarks"/>: a base64 string.</summary>
internal sealed class ImageMarksConverter : JsonConverter<ImageMarks>
{
    public override ImageMarks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes)
            ? new ImageMarks(bytes)
            : throw new JsonException("Marks of images are a base64 string.");

    public override void Write(Utf8JsonWriter writer, ImageMarks value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.AsSpan());
}
