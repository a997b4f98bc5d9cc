using System.Numerics;
using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// Pinned blocks, kept by each thread for its next image. The shared array pool would do but for alignment: filters that read wide
/// vectors across cache lines take up to twice as long.
/// </summary>
internal static class ScratchPool
{
    public const int Alignment = 64;

    private const int Kept = 8;

    [ThreadStatic]
    private static byte[]?[]? _free;

    /// <summary>A block of at least <paramref name="bytes"/> bytes.</summary>
    public static byte[] Rent(int bytes)
    {
        var size = SizeClass(bytes);
        var free = _free ??= new byte[]?[32 * Kept];
        for (var i = size * Kept; i < (size + 1) * Kept; i++)
        {
            if (free[i] is not { } block) continue;
            free[i] = null;
            return block;
        }
        return GC.AllocateUninitializedArray<byte>(1 << size, pinned: true);
    }

    public static void Return(byte[] block)
    {
        var free = _free ??= new byte[]?[32 * Kept];
        var size = SizeClass(block.Length);
        for (var i = size * Kept; i < (size + 1) * Kept; i++)
        {
            if (free[i] is not null) continue;
            free[i] = block;
            return;
        }
    }

    /// <summary>Index of the first byte on an aligned address.</summary>
    public static int AlignedStart(byte[] block)
    {
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(block, 0);
        return (int)(-address & (Alignment - 1));
    }

    private static int SizeClass(int bytes) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, 256)));
}
