using ArchRepair.Core.Files;

namespace ArchRepair.Engine.Formats;

/// <summary>
/// Writes safetensors: a length, a JSON header, then the tensors one after another without hole or overlap. Reading is
/// <see cref="WeightsFile"/>'s.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>Writes the file whole or not at all. The same tensors and metadata give the same bytes.</summary>
    /// <param name="path">Target.</param>
    /// <param name="tensors">Names unique and not <c>__metadata__</c>. Wider element types come first in the file, so that every
    /// tensor is aligned to its element; within one width the order is kept.</param>
    /// <param name="metadata">Text to carry along; written in ordinal order of its keys.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or the header would exceed 100,000,000 bytes.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.ByteCount()).ToList();
        var header = SafetensorsHeader.Encode(ordered, metadata ?? new Dictionary<string, string>());
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered) stream.Write(tensor.Bytes.Span);
        });
    }
}
