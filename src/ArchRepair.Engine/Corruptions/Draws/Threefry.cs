using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Draws;

/// <summary>
/// Threefry-2x64 with 20 rounds: a keyed bijection of 128-bit counters that passes every known test of randomness. It needs only
/// additions, rotations and exclusive or, so it gives the same words on every machine and vectorizes on each.
/// Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3.
/// </summary>
internal static class Threefry
{
    private const ulong Parity = 0x1BD11BDAA9FC1A22;

    private static readonly int[] Rotations = [16, 42, 12, 31, 16, 32, 24, 21];

    /// <summary>One block: the two words that counter (counter0, counter1) gives under key (key0, key1).</summary>
    public static (ulong Word0, ulong Word1) Block(ulong key0, ulong key1, ulong counter0, ulong counter1)
    {
        Span<ulong> keys = stackalloc ulong[3];
        keys[0] = key0;
        keys[1] = key1;
        keys[2] = Parity ^ key0 ^ key1;
        var x0 = counter0 + key0;
        var x1 = counter1 + key1;
        for (var round = 0; round < 20; round++)
        {
            x0 += x1;
            x1 = BitOperations.RotateLeft(x1, Rotations[round % 8]) ^ x0;
            if (round % 4 != 3) continue;
            var injection = (round / 4) + 1;
            x0 += keys[injection % 3];
            x1 += keys[(injection + 1) % 3] + (ulong)injection;
        }
        return (x0, x1);
    }

    /// <summary>Eight blocks at once: counters (counter0 + 0…7, counter1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<ulong> Words0, Vector512<ulong> Words1) EightBlocks(ulong key0, ulong key1, ulong counter0, ulong counter1)
    {
        var key2 = Parity ^ key0 ^ key1;
        var x0 = Vector512.Create(counter0 + key0) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        var x1 = Vector512.Create(counter1 + key1);
        FourEvenRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, key1, key2 + 1);
        FourOddRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, key2, key0 + 2);
        FourEvenRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, key0, key1 + 3);
        FourOddRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, key1, key2 + 4);
        FourEvenRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, key2, key0 + 5);
        return (x0, x1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourEvenRounds(ref Vector512<ulong> x0, ref Vector512<ulong> x1)
    {
        x0 += x1;
        x1 = ((x1 << 16) | (x1 >>> 48)) ^ x0;
        x0 += x1;
        x1 = ((x1 << 42) | (x1 >>> 22)) ^ x0;
        x0 += x1;
        x1 = ((x1 << 12) | (x1 >>> 52)) ^ x0;
        x0 += x1;
        x1 = ((x1 << 31) | (x1 >>> 33)) ^ x0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourOddRounds(ref Vector512<ulong> x0, ref Vector512<ulong> x1)
    {
        x0 += x1;
        x1 = ((x1 << 16) | (x1 >>> 48)) ^ x0;
        x0 += x1;
        x1 = ((x1 << 32) | (x1 >>> 32)) ^ x0;
        x0 += x1;
        x1 = ((x1 << 24) | (x1 >>> 40)) ^ x0;
        x0 += x1;
        x1 = ((x1 << 21) | (x1 >>> 43)) ^ x0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject(ref Vector512<ulong> x0, ref Vector512<ulong> x1, ulong first, ulong second)
    {
        x0 += Vector512.Create(first);
        x1 += Vector512.Create(second);
    }
}
