namespace ArchRepair.Engine.Formats;

/// <summary>
/// PyTorch's checkpoints before 1.6: five pickles (magic number, protocol version, machine, object, storage keys), then for each
/// key its element count and elements, to the end of the file. There is no checksum.
/// </summary>
internal static class PyTorchLegacyFile
{
    public const string Format = "PyTorch checkpoint (legacy)";

    private const long ProtocolVersion = 1001;

    private static ReadOnlySpan<byte> Magic => [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    public static bool Recognizes(ReadOnlySpan<byte> start) => start.Length > 0 && start[0] == (byte)PickleOpcode.Protocol && start.IndexOf(Magic) > 0;

    public static IReadOnlyList<StoredTensor> Read(SourceFile file)
    {
        var cursor = new ByteCursor(file, 0, file.Length);
        PickleReader.Read(cursor);
        if (PickleReader.Read(cursor) is not ProtocolVersion) throw cursor.Malformed($"the checkpoint is not of protocol version {ProtocolVersion}");
        if (PickleReader.Read(cursor) is not PickleDictionary machine || machine.Find("little_endian") is not true)
            throw cursor.Malformed("the checkpoint does not say that it is little-endian; only that byte order is read");
        // Storages of the optimizer lie between those of the model, so every one that the pickle names must be known.
        var tensors = StateDict.Find(file, PickleReader.Read(cursor, out var known));
        var keys = PickleReader.Read(cursor) as PickleList ?? throw cursor.Malformed("the list of storage keys is missing");
        var blocks = Locate(cursor, keys, known);
        return TensorMaterializer.Materialize(file, tensors, storage => StorageBytes(file, blocks, storage));
    }

    private static Dictionary<string, (long Offset, long Bytes)> Locate(
        ByteCursor cursor, PickleList keys, IReadOnlyDictionary<string, PickledStorage> known)
    {
        var blocks = new Dictionary<string, (long Offset, long Bytes)>(StringComparer.Ordinal);
        foreach (var item in keys.Items)
        {
            if (item is not string key || !known.TryGetValue(key, out var storage)) throw cursor.Malformed("a storage is listed that the object does not use");
            var count = cursor.Int64();
            if (count != storage.ElementCount)
                throw cursor.Malformed($"the storage {key} has {count} elements here and {storage.ElementCount} where it is used");
            var bytes = (Int128)count * storage.Type.ByteCount();
            if (bytes > cursor.Remaining) throw cursor.Malformed($"the storage {key} needs {bytes} bytes, but only {cursor.Remaining} are left");
            if (!blocks.TryAdd(key, (cursor.Position, (long)bytes))) throw cursor.Malformed($"the storage {key} is listed twice");
            cursor.Skip((long)bytes);
        }
        if (cursor.Remaining != 0) throw cursor.Malformed($"{cursor.Remaining} bytes follow the last storage");
        return blocks;
    }

    private static byte[] StorageBytes(SourceFile file, Dictionary<string, (long Offset, long Bytes)> blocks, PickledStorage storage) =>
        blocks.TryGetValue(storage.Key, out var block)
            ? file.Read(block.Offset, block.Bytes)
            : throw file.Malformed(storage.Offset, $"the storage {storage.Key} is used, but not listed");
}
