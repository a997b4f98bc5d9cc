using System.Numerics;
using System.Text.Json.Serialization;

namespace ArchRepair.Core.Results;

/// <summary>
/// An immutable row of bits, one for each image: set where the answer was right. Two rows over the same images in the same order
/// say which images were lost and gained, not just how many.
/// </summary>
[JsonConverter(typeof(BitSetJsonConverter))]
public sealed class BitSet : IEquatable<BitSet>
{
    private const int WordBits = 64;

    // Bits past Length are zero, so that counts and comparisons need no mask.
    private readonly ulong[] words;

    internal BitSet(ulong[] words, int length)
    {
        this.words = words;
        Length = length;
        Count = words.Sum(BitOperations.PopCount);
    }

    /// <summary>Number of bits.</summary>
    public int Length { get; }

    /// <summary>Number of set bits.</summary>
    public int Count { get; }

    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, <see cref="Length"/>).</exception>
    public bool this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
            return (words[index / WordBits] >> (index % WordBits) & 1) != 0;
        }
    }

    public static bool operator ==(BitSet? left, BitSet? right) => Equals(left, right);

    public static bool operator !=(BitSet? left, BitSet? right) => !Equals(left, right);

    public static BitSet FromBools(ReadOnlySpan<bool> values)
    {
        var builder = new BitSetBuilder(values.Length);
        for (var i = 0; i < values.Length; i++)
            if (values[i]) builder.Set(i);
        return builder.Build();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">Bit i stands in byte i / 8 at position i % 8, least significant first; ⌈length / 8⌉ bytes.</param>
    /// <param name="length">Number of bits; ≥ 0.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the length, or a bit past the length is set.</exception>
    public static BitSet FromBytes(ReadOnlySpan<byte> bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (bytes.Length != ByteCount(length))
            throw new ArgumentException($"{length} bits take {ByteCount(length)} bytes, not {bytes.Length}.", nameof(bytes));
        if (length % 8 != 0 && bytes[^1] >> (length % 8) != 0)
            throw new ArgumentException($"Bits past the length of {length} are set.", nameof(bytes));
        var words = new ulong[WordCount(length)];
        for (var i = 0; i < bytes.Length; i++) words[i / 8] |= (ulong)bytes[i] << (8 * (i % 8));
        return new BitSet(words, length);
    }

    /// <summary>The bits packed eight to a byte, least significant first; see <see cref="FromBytes"/>.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount(Length)];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(words[i / 8] >> (8 * (i % 8)));
        return bytes;
    }

    public bool[] ToBools()
    {
        var values = new bool[Length];
        for (var i = 0; i < values.Length; i++) values[i] = this[i];
        return values;
    }

    /// <summary>Number of bits set in both.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public int AndCount(BitSet other)
    {
        RequireSameLength(other);
        var count = 0;
        for (var i = 0; i < words.Length; i++) count += BitOperations.PopCount(words[i] & other.words[i]);
        return count;
    }

    /// <summary>Number of bits set here and not in <paramref name="other"/>: <c>before.AndNotCount(after)</c> counts lost images.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public int AndNotCount(BitSet other) => Count - AndCount(other);

    /// <summary>The bits set here and not in <paramref name="other"/>: <c>before.AndNot(after)</c> names the lost images.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BitSet AndNot(BitSet other)
    {
        RequireSameLength(other);
        var result = new ulong[words.Length];
        for (var i = 0; i < words.Length; i++) result[i] = words[i] & ~other.words[i];
        return new BitSet(result, Length);
    }

    /// <summary>The bits at the given places, in their order; a place may be named twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A place is not in [0, <see cref="Length"/>).</exception>
    public BitSet Select(ReadOnlySpan<int> indices)
    {
        var builder = new BitSetBuilder(indices.Length);
        for (var i = 0; i < indices.Length; i++)
            if (this[indices[i]]) builder.Set(i);
        return builder.Build();
    }

    public bool Equals(BitSet? other) =>
        other is not null && Length == other.Length && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as BitSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Length);
        foreach (var word in words) hash.Add(word);
        return hash.ToHashCode();
    }

    /// <summary>Number of set bits and length, such as <c>9173 of 10000</c>.</summary>
    public override string ToString() => $"{Count} of {Length}";

    internal static int WordCount(int length) => (int)(((long)length + WordBits - 1) / WordBits);

    internal static int ByteCount(int length) => (int)(((long)length + 7) / 8);

    private void RequireSameLength(BitSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Length != Length)
            throw new ArgumentException($"Rows of {Length} and {other.Length} images cannot be compared.", nameof(other));
    }
}
