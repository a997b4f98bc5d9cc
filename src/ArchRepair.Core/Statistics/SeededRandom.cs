namespace ArchRepair.Core.Statistics;

/// <summary>
/// Random numbers that are a function of seed and position alone: the same on every machine, in every version, at every thread count.
/// Not for secrets, and not safe for several threads at once: give each its own <see cref="Fork"/>.
/// </summary>
/// <remarks>
/// SplitMix64, a mixing function of a counter that advances by the odd constant nearest 2⁶⁴ divided by the golden ratio. Steele, Lea,
/// Flood (2014), OOPSLA, "Fast splittable pseudorandom number generators"; Vigna (2015), splitmix64.c.
/// </remarks>
public sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong seed;
    private ulong counter;

    /// <param name="seed">Any value; equal seeds give equal numbers.</param>
    public SeededRandom(ulong seed) => (this.seed, counter) = (seed, seed);

    /// <summary>An independent generator, a function of this one's seed and the stream; this one does not advance.</summary>
    /// <param name="stream">Number of the part that gets its own randomness: a cell, a thread, a repetition.</param>
    public SeededRandom Fork(ulong stream) => new(Mix(Mix(seed) + Mix(stream + Golden)));

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(counter += Golden);

    /// <summary>Uniform on the 2⁵³ multiples of 2⁻⁵³ in [0,1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [0, <paramref name="bound"/>), without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    /// <remarks>Multiplication with rejection: Lemire (2019), ACM Trans. Model. Comput. Simul. 29:3, algorithm 5.</remarks>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var high = Math.BigMul(NextUInt64(), (ulong)bound, out var low);
        if (low < (ulong)bound)
        {
            var rejected = (0UL - (ulong)bound) % (ulong)bound;
            while (low < rejected) high = Math.BigMul(NextUInt64(), (ulong)bound, out low);
        }
        return (int)high;
    }

    /// <summary>Puts the items into a random order, every order alike.</summary>
    /// <remarks>Fisher, Yates (1938); Durstenfeld (1964), Commun. ACM 7:420, algorithm 235.</remarks>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle<int>(order);
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
