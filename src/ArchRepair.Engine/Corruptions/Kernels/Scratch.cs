using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>A pooled buffer for the length of a <c>using</c>, aligned to a cache line; its content is undefined at first.</summary>
internal readonly ref struct Scratch<T>
    where T : unmanaged
{
    private readonly byte[] _block;

    public Scratch(int length)
    {
        _block = ScratchPool.Rent((length * Unsafe.SizeOf<T>()) + ScratchPool.Alignment);
        Span = MemoryMarshal.Cast<byte, T>(_block.AsSpan(ScratchPool.AlignedStart(_block)))[..length];
    }

    public Span<T> Span { get; }

    public void Dispose() => ScratchPool.Return(_block);
}
