using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;

namespace ArchRepair.Engine.Corruptions.Draws;

/// <summary>
/// Draws from a counter-based generator keyed by a <see cref="DrawKey"/>. The n-th call of an image reads stream n; element k of a
/// call depends on k alone, so the vector width of the machine changes nothing. One instance serves one thread; it is meant to be
/// restarted for each image, which allocates nothing.
/// </summary>
public sealed class CounterDraws : IRandomDraws
{
    private const int Lane = 8;
    private const int Block = 2 * Lane;

    private ulong _key0;
    private ulong _key1;
    private ulong _stream;
    private string? _name;
    private ulong _nameHash;

    public CounterDraws()
    {
    }

    public CounterDraws(DrawKey key) => Restart(key);

    /// <summary>Starts again at the first stream of <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image index is negative.</exception>
    public void Restart(DrawKey key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(key.Image);
        if (!ReferenceEquals(_name, key.Corruption))
        {
            _nameHash = HashOf(key.Corruption);
            _name = key.Corruption;
        }
        (_key0, _key1) = Threefry.Block(key.Seed, _nameHash, (uint)key.Image, (ulong)(uint)key.Severity);
        _stream = 0;
    }

    public void Uniform(double low, double high, Span<double> values)
    {
        var span = Vector512.Create(high - low);
        var start = Vector512.Create(low);
        var stream = _stream++;
        var index = 0UL;
        for (; values.Length >= Block; values = values[Block..], index += Lane)
        {
            var (first, second) = Threefry.EightBlocks(_key0, _key1, index, stream);
            (start + (span * ToUnit(first))).CopyTo(values);
            (start + (span * ToUnit(second))).CopyTo(values[Lane..]);
        }
        if (values.IsEmpty) return;
        Span<double> rest = stackalloc double[Block];
        var (tail0, tail1) = Threefry.EightBlocks(_key0, _key1, index, stream);
        (start + (span * ToUnit(tail0))).CopyTo(rest);
        (start + (span * ToUnit(tail1))).CopyTo(rest[Lane..]);
        rest[..values.Length].CopyTo(values);
    }

    public void Normal(double mean, double deviation, Span<double> values)
    {
        var scale = Vector512.Create(deviation);
        var shift = Vector512.Create(mean);
        var stream = _stream++;
        var index = 0UL;
        for (; values.Length >= Block; values = values[Block..], index += Lane)
        {
            var (first, second) = Threefry.EightBlocks(_key0, _key1, index, stream);
            var (cosine, sine) = BoxMuller.Pair(first, second);
            (shift + (scale * cosine)).CopyTo(values);
            (shift + (scale * sine)).CopyTo(values[Lane..]);
        }
        if (values.IsEmpty) return;
        Span<double> rest = stackalloc double[Block];
        var (tail0, tail1) = Threefry.EightBlocks(_key0, _key1, index, stream);
        var (tailCosine, tailSine) = BoxMuller.Pair(tail0, tail1);
        (shift + (scale * tailCosine)).CopyTo(rest);
        (shift + (scale * tailSine)).CopyTo(rest[Lane..]);
        rest[..values.Length].CopyTo(values);
    }

    /// <inheritdoc/>
    /// <remarks>Multiply and shift of 32 random bits: the bias of a value is below (high − low)·2⁻³².</remarks>
    public void Integers(int low, int high, Span<int> values)
    {
        var range = (ulong)((long)high - low);
        Span<ulong> words = stackalloc ulong[Block];
        var halves = MemoryMarshal.Cast<ulong, uint>(words);
        var stream = _stream++;
        var index = 0UL;
        while (!values.IsEmpty)
        {
            NextWords(words, ref index, stream);
            var count = Math.Min(values.Length, halves.Length);
            for (var i = 0; i < count; i++)
                values[i] = low + (int)((halves[i] * range) >> 32);
            values = values[count..];
        }
    }

    public void Poisson(ReadOnlySpan<byte> levels, double scale, Span<int> counts)
    {
        var table = PoissonTable.For(scale);
        Span<ulong> words = stackalloc ulong[Block];
        var stream = _stream++;
        var index = 0UL;
        while (!levels.IsEmpty)
        {
            NextWords(words, ref index, stream);
            var count = Math.Min(levels.Length, Block);
            table.Draw(levels[..count], words, counts);
            levels = levels[count..];
            counts = counts[count..];
        }
    }

    private void NextWords(Span<ulong> words, ref ulong index, ulong stream)
    {
        var (first, second) = Threefry.EightBlocks(_key0, _key1, index, stream);
        first.CopyTo(words);
        second.CopyTo(words[Lane..]);
        index += Lane;
    }

    private static Vector512<double> ToUnit(Vector512<ulong> words) =>
        Vector512.ConvertToDouble((words >>> 11).AsInt64()) * Vector512.Create(1.0 / (1L << 53));

    private static ulong HashOf(string name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
