using System.Buffers.Binary;

namespace ArchRepair.Engine.Formats;

/// <summary>Reads safetensors and refuses holes, overlaps, repeated keys and sizes that do not add up to the file's.</summary>
internal static class SafetensorsReader
{
    public const string Format = "safetensors";

    /// <summary>A plausible length, then a brace.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> start, long fileLength) =>
        start.Length > SafetensorsHeader.LengthBytes && start[SafetensorsHeader.LengthBytes] == '{'
        && BinaryPrimitives.ReadUInt64LittleEndian(start) is var length && length > 0
        && length <= (ulong)Math.Max(fileLength, SafetensorsHeader.LargestBytes);

    public static IReadOnlyList<StoredTensor> Read(SourceFile file, out IReadOnlyDictionary<string, string> metadata)
    {
        var length = new ByteCursor(file, 0, file.Length).Count64();
        if (length > SafetensorsHeader.LargestBytes)
            throw file.Malformed(0, $"the header is said to have {length} bytes, over the {SafetensorsHeader.LargestBytes} that the format allows");
        if (length > file.Length - SafetensorsHeader.LengthBytes)
            throw file.Malformed(0, $"the header is said to have {length} bytes, but the file has {file.Length}");
        var header = new SafetensorsHeaderReader(file, file.Read(SafetensorsHeader.LengthBytes, length));
        var entries = header.Read(out metadata);
        var dataStart = SafetensorsHeader.LengthBytes + length;
        RequireGapless(file, entries, dataStart);
        return [.. entries.Select(entry => Load(file, entry, dataStart))];
    }

    private static StoredTensor Load(SourceFile file, SafetensorsEntry entry, long dataStart)
    {
        var bytes = file.Read(dataStart + entry.Begin, entry.End - entry.Begin);
        TensorBytes.Check(file, dataStart + entry.Begin, entry.Name, entry.Type, bytes);
        return new StoredTensor(entry.Name, entry.Type, entry.Shape, bytes);
    }

    private static void RequireGapless(SourceFile file, List<SafetensorsEntry> entries, long dataStart)
    {
        // Stable, so that empty tensors keep the header's order.
        var sorted = entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToList();
        long at = 0;
        foreach (var entry in sorted)
        {
            if (entry.Begin != at) throw file.Malformed(dataStart + Math.Min(at, file.Length - dataStart), $"{entry.Name} begins at {entry.Begin} where {at} is due: a hole or an overlap");
            if (entry.End < entry.Begin || entry.End > file.Length - dataStart)
                throw file.Malformed(dataStart, $"{entry.Name} ends at {entry.End}, outside the {file.Length - dataStart} bytes of data");
            if (TensorShape.ByteCount(entry.Type, entry.Shape) != entry.End - entry.Begin)
                throw file.Malformed(dataStart, $"{entry.Name} has {entry.End - entry.Begin} bytes, which is not {entry.Type} {TensorShape.Text(entry.Shape)}");
            at = entry.End;
        }
        if (at != file.Length - dataStart) throw file.Malformed(dataStart + at, $"{file.Length - dataStart - at} bytes follow the last tensor");
        entries.Clear();
        entries.AddRange(sorted);
    }
}
