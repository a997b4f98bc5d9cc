using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace ArchRepair.Engine.Repair.Data;

/// <summary>Rows of float features, in memory or, when they are more than the cache's memory, in a file that vanishes with the process.</summary>
internal sealed class FeatureStore : IDisposable
{
    private readonly FeatureCache cache;
    private readonly long bytes;
    private readonly int rowLength;
    private readonly long[] rowShape;
    private readonly Tensor? memory;
    private readonly SafeFileHandle? file;
    private readonly string filePath = "";

    /// <param name="cache">Says whether there is memory, and where files go.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="rowShape">Shape of one row.</param>
    public FeatureStore(FeatureCache cache, long rows, long[] rowShape)
    {
        (this.cache, this.rowShape) = (cache, rowShape);
        rowLength = checked((int)rowShape.Aggregate(1L, (product, side) => product * side));
        bytes = rows * rowLength * sizeof(float);
        if (cache.TryTakeMemory(bytes)) memory = empty([rows, .. rowShape]).DetachFromDisposeScope();
        else (file, filePath) = cache.CreateFile(bytes);
    }

    public bool IsOnDisk => file is not null;

    /// <summary>Puts features [n, row shape] into the rows named.</summary>
    public void Write(long[] slots, Tensor features)
    {
        using var scope = NewDisposeScope();
        if (memory is not null)
        {
            memory.index_copy_(0, tensor(slots), features);
            return;
        }
        using var plain = features.contiguous().cpu();
        var data = plain.bytes;
        var size = rowLength * sizeof(float);
        for (var i = 0; i < slots.Length; i++) RandomAccess.Write(file!, data.Slice(i * size, size), slots[i] * size);
    }

    /// <summary>The rows named, [n, row shape], in the caller's dispose scope.</summary>
    public Tensor Read(long[] slots)
    {
        if (memory is not null)
        {
            using var places = tensor(slots);
            return memory.index_select(0, places);
        }
        var rows = empty([slots.Length, .. rowShape], device: CPU);
        var data = rows.bytes;
        var size = rowLength * sizeof(float);
        for (var i = 0; i < slots.Length; i++) ReadExactly(data.Slice(i * size, size), slots[i] * size);
        return rows.to(get_default_device());
    }

    public void Dispose()
    {
        if (memory is not null)
        {
            memory.Dispose();
            cache.GiveMemoryBack(bytes);
        }
        if (file is null) return;
        file.Dispose();
        if (File.Exists(filePath)) File.Delete(filePath);
    }

    private void ReadExactly(Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(file!, target, offset);
            if (read == 0) throw new IOException($"The feature cache {filePath} ends at {offset} bytes; something cut it short.");
            target = target[read..];
            offset += read;
        }
    }
}
