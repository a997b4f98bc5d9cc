namespace ArchRepair.Engine.Formats;

/// <summary>Turns strided views of storages into contiguous tensors, within a budget that the file's own length sets.</summary>
internal static class TensorMaterializer
{
    private const long FreeBytes = 16L << 20;
    private const int LargestExpansion = 4;

    /// <summary>Lays out all tensors; <paramref name="storage"/> gives a storage's bytes and is asked once for each key.</summary>
    public static IReadOnlyList<StoredTensor> Materialize(
        SourceFile file, IReadOnlyList<KeyValuePair<string, PickledTensor>> tensors, Func<PickledStorage, ReadOnlyMemory<byte>> storage)
    {
        RequireBudget(file, tensors);
        var read = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var laidOut = new List<StoredTensor>(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            var source = tensor.Storage;
            if (!read.TryGetValue(source.Key, out var block))
            {
                block = storage(source);
                TensorBytes.Check(file, tensor.Offset, name, source.Type, block.Span);
                read.Add(source.Key, block);
            }
            var size = source.Type.ByteCount();
            var view = block.Slice((int)source.ViewOffset * size, (int)source.ViewCount * size);
            laidOut.Add(new StoredTensor(name, source.Type, tensor.Shape, Contiguous(tensor, view)));
        }
        return laidOut;
    }

    // A stride of 0 lets a file of a kilobyte declare a tensor of gigabytes.
    private static void RequireBudget(SourceFile file, IReadOnlyList<KeyValuePair<string, PickledTensor>> tensors)
    {
        Int128 total = 0;
        foreach (var (name, tensor) in tensors)
        {
            total += tensor.ByteCount;
            if (total > (Int128)file.Length * LargestExpansion + FreeBytes || tensor.ByteCount > Array.MaxLength)
                throw file.Malformed(tensor.Offset, $"the tensors up to {name} would take {total} bytes, out of a file of {file.Length}");
        }
    }

    private static ReadOnlyMemory<byte> Contiguous(PickledTensor tensor, ReadOnlyMemory<byte> storage)
    {
        var size = tensor.Storage.Type.ByteCount();
        var bytes = (int)tensor.ByteCount;
        if (bytes == 0) return default;
        if (IsContiguous(tensor)) return storage.Slice((int)tensor.FirstElement * size, bytes);
        var gathered = new byte[bytes];
        Gather(tensor, storage.Span, gathered, size);
        return gathered;
    }

    private static bool IsContiguous(PickledTensor tensor)
    {
        long expected = 1;
        for (var axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            if (tensor.Shape[axis] != 1 && tensor.Strides[axis] != expected) return false;
            expected *= tensor.Shape[axis];
        }
        return true;
    }

    private static void Gather(PickledTensor tensor, ReadOnlySpan<byte> storage, Span<byte> gathered, int size)
    {
        var (shape, strides) = (tensor.Shape, tensor.Strides);
        var index = new long[shape.Length];
        var element = tensor.FirstElement;
        for (var at = 0; at < gathered.Length; at += size)
        {
            storage.Slice((int)(element * size), size).CopyTo(gathered[at..]);
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                element += strides[axis];
                if (++index[axis] < shape[axis]) break;
                element -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
