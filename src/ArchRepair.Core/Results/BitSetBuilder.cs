namespace ArchRepair.Core.Results;

/// <summary>Collects bits in any order and hands out immutable rows. Not safe for several threads at once.</summary>
/// <param name="length">Number of bits, all clear at first; ≥ 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
public sealed class BitSetBuilder(int length)
{
    private readonly ulong[] words =
        new ulong[BitSet.WordCount(length >= 0 ? length : throw new ArgumentOutOfRangeException(nameof(length), length, "A length is ≥ 0."))];

    /// <summary>Number of bits.</summary>
    public int Length => length;

    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, <see cref="Length"/>).</exception>
    public void Set(int index, bool value = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, length);
        var bit = 1UL << (index % 64);
        if (value) words[index / 64] |= bit;
        else words[index / 64] &= ~bit;
    }

    /// <summary>A copy of the bits as they are now; the builder may go on.</summary>
    public BitSet Build() => new([.. words], length);
}
