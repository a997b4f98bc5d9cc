using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>RGB pixels as the low three bytes of a word.</summary>
internal static class PixelBytes
{
    /// <summary>Three bytes and, where there is one, the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load(ReadOnlySpan<byte> bytes, int at)
    {
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), at);
        if (at + 4 <= bytes.Length) return Unsafe.ReadUnaligned<uint>(ref source);
        return Unsafe.ReadUnaligned<ushort>(ref source) | ((uint)Unsafe.Add(ref source, 2) << 16);
    }

    /// <summary>Stores three bytes and spills into the next, where there is one: write from the first pixel to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(uint pixel, Span<byte> bytes, int at)
    {
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), at);
        if (at + 4 <= bytes.Length)
        {
            Unsafe.WriteUnaligned(ref target, pixel);
            return;
        }
        Unsafe.WriteUnaligned(ref target, (ushort)pixel);
        Unsafe.Add(ref target, 2) = (byte)(pixel >> 16);
    }
}
