using System.Text;

namespace ArchRepair.Engine.Formats;

/// <summary>The header of a NumPy array file.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="DataOffset">Where the elements begin.</param>
/// <param name="DataBytes">How many bytes they take; equal to what follows in the file.</param>
internal sealed record NpyHeader(StoredType Type, IReadOnlyList<long> Shape, long DataOffset, long DataBytes)
{
    private const int Alignment = 64;
    private const int LargestText = 1 << 16;

    private static readonly Dictionary<string, StoredType> Types = new(StringComparer.Ordinal)
    {
        ["|u1"] = StoredType.U8,
        ["|i1"] = StoredType.I8,
        ["|b1"] = StoredType.Bool,
        ["<i2"] = StoredType.I16,
        ["<i4"] = StoredType.I32,
        ["<i8"] = StoredType.I64,
        ["<f2"] = StoredType.F16,
        ["<f4"] = StoredType.F32,
        ["<f8"] = StoredType.F64,
    };

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads versions 1 to 3 and compares the declared shape with the file's length.</summary>
    public static NpyHeader Read(SourceFile file)
    {
        var cursor = new ByteCursor(file, 0, file.Length);
        if (file.Length < Magic.Length || !cursor.Take(Magic.Length).SequenceEqual(Magic)) throw file.Malformed(0, "this is no NumPy array file");
        var (major, minor) = (cursor.Byte(), cursor.Byte());
        if (major is < 1 or > 3 || minor != 0) throw cursor.Malformed($"the array file is of version {major}.{minor}; 1.0 to 3.0 are read");
        long length = major == 1 ? cursor.UInt16() : cursor.UInt32();
        if (length > LargestText) throw cursor.Malformed($"the header is said to have {length} characters, over {LargestText}");
        var at = cursor.Position;
        var text = cursor.Utf8(length);
        var (code, shape) = new NpyHeaderParser(file, at, text).Parse();
        if (!Types.TryGetValue(code, out var type))
            throw file.Malformed(at, $"elements of type '{code}' are not read; known are {string.Join(", ", Types.Keys)}");
        if (TensorShape.ByteCount(type, shape) is not { } bytes || bytes != cursor.Remaining)
            throw file.Malformed(at, $"{type} {TensorShape.Text(shape)} does not take the {cursor.Remaining} bytes that follow the header");
        return new NpyHeader(type, shape, cursor.Position, bytes);
    }

    /// <summary>The header in version 1.0 as NumPy writes it, padded so that the elements begin at a multiple of 64.</summary>
    public static byte[] Encode(StoredType type, IReadOnlyList<long> shape)
    {
        if (Types.FirstOrDefault(pair => pair.Value == type).Key is not { } code)
            throw new ArgumentException($"NumPy has no element type for {type}.", nameof(type));
        var sizes = string.Join(", ", shape.Select(size => FormattableString.Invariant($"{size}"))) + (shape.Count == 1 ? "," : "");
        var text = $"{{'descr': '{code}', 'fortran_order': False, 'shape': ({sizes}), }}";
        const int fixedBytes = 10;
        var padded = (fixedBytes + text.Length + 1 + Alignment - 1) / Alignment * Alignment - fixedBytes;
        text = text.PadRight(padded - 1) + "\n";
        return [.. Magic, 1, 0, (byte)(padded & 0xff), (byte)(padded >> 8), .. Encoding.ASCII.GetBytes(text)];
    }
}
