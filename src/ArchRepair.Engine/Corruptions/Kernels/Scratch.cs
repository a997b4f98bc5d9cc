using System.Buffers;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>A pooled buffer for the length of a <c>using</c>; its content is undefined at first.</summary>
internal readonly ref struct Scratch<T>(int length)
    where T : unmanaged
{
    private readonly T[] _array = ArrayPool<T>.Shared.Rent(length);

    public Span<T> Span => _array.AsSpan(0, length);

    public void Dispose() => ArrayPool<T>.Shared.Return(_array);
}
