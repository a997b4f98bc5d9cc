namespace ArchRepair.Engine.Formats;

/// <summary>
/// What TorchSharp's <c>module.save(path)</c> writes: a count, then for each tensor its name, type, rank and sizes, all in 7-bit
/// groups (LEB128), and its elements. There is neither magic number nor checksum, so the sizes must come out to the last byte.
/// </summary>
internal static class TorchSharpFile
{
    public const string Format = "TorchSharp module";

    private const int SmallestEntry = 3;

    /// <summary>Reads the file; <paramref name="isPlausible"/> says whether at least the beginning looked like one.</summary>
    public static IReadOnlyList<StoredTensor> Read(SourceFile file, out bool isPlausible)
    {
        isPlausible = false;
        var cursor = new ByteCursor(file, 0, file.Length);
        var count = Leb128(cursor);
        if (count == 0 || count > cursor.Remaining / SmallestEntry) throw cursor.Malformed($"{count} tensors do not fit a file of {file.Length} bytes");
        var tensors = new List<StoredTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            var at = cursor.Position;
            var name = cursor.Utf8(Leb128(cursor));
            if (name.Any(char.IsControl)) throw file.Malformed(at, "the name of a tensor holds control characters");
            if (!names.Add(name)) throw file.Malformed(at, $"two tensors are named {name}");
            tensors.Add(ReadTensor(file, cursor, name, ref isPlausible));
        }
        if (cursor.Remaining != 0)
            throw cursor.Malformed($"{cursor.Remaining} bytes follow the last tensor; TorchSharp leaves such a rest when it saves over a longer file: delete that first");
        return tensors;
    }

    private static StoredTensor ReadTensor(SourceFile file, ByteCursor cursor, string name, ref bool isPlausible)
    {
        var typeCode = Leb128(cursor);
        var type = Type(typeCode) ?? throw cursor.Malformed($"{name} is of the element type {typeCode}, which is not read");
        var rank = Leb128(cursor);
        if (rank > TensorShape.MaximumRank) throw cursor.Malformed($"{name} has {rank} dimensions");
        isPlausible = true;
        var shape = new long[rank];
        for (var axis = 0; axis < rank; axis++) shape[axis] = Leb128(cursor);
        var bytes = TensorShape.ByteCount(type, shape);
        if (bytes is null || bytes > cursor.Remaining)
            throw cursor.Malformed($"{name} {type} {TensorShape.Text(shape)} does not fit the {cursor.Remaining} bytes that are left");
        var at = cursor.Position;
        var elements = file.Read(at, bytes.Value);
        cursor.Skip(bytes.Value);
        TensorBytes.Check(file, at, name, type, elements);
        return new StoredTensor(name, type, shape, elements);
    }

    // The numbers of torch.ScalarType, which are those of c10.
    private static StoredType? Type(long code) => code switch
    {
        0 => StoredType.U8,
        1 => StoredType.I8,
        2 => StoredType.I16,
        3 => StoredType.I32,
        4 => StoredType.I64,
        5 => StoredType.F16,
        6 => StoredType.F32,
        7 => StoredType.F64,
        11 => StoredType.Bool,
        15 => StoredType.BF16,
        _ => null,
    };

    private static long Leb128(ByteCursor cursor)
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var group = cursor.Byte();
            value |= (long)(group & 0x7f) << shift;
            if ((group & 0x80) == 0) return value;
        }
        throw cursor.Malformed("a number has more than 63 bits");
    }
}
