using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ArchRepair.Engine.Corruptions.Draws;

/// <summary>
/// Poisson counts for the 256 rates level/255·scale by the alias method: one random word and one look-up a draw. Made of additions,
/// multiplications and divisions only, so equal on every machine. Walker (1977), Vose (1991).
/// </summary>
internal sealed class PoissonTable
{
    /// <summary>Probabilities below this share of the mode's are left out: in sum less than 10⁻¹⁴.</summary>
    private const double Negligible = 1e-17;

    private static readonly ConcurrentDictionary<double, PoissonTable> Tables = new();

    private readonly Column[] _columns = new Column[256];
    private readonly Slot[] _slots;

    private PoissonTable(double scale)
    {
        List<Slot> slots = [];
        for (var level = 0; level < 256; level++)
        {
            var probabilities = Probabilities(level / 255.0 * scale, out var first);
            _columns[level] = new(slots.Count, (uint)probabilities.Length, first);
            slots.AddRange(Aliases(probabilities));
        }
        _slots = [.. slots];
    }

    /// <exception cref="ArgumentOutOfRangeException">The scale is not in [0, 10⁶].</exception>
    public static PoissonTable For(double scale)
    {
        if (Tables.TryGetValue(scale, out var table)) return table;
        if (scale is not (>= 0 and <= 1e6))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The rate of a Poisson draw must lie in [0, 10⁶].");
        return Tables.GetOrAdd(scale, static s => new PoissonTable(s));
    }

    /// <summary>One count for each level, from one random word each.</summary>
    public void Draw(ReadOnlySpan<byte> levels, ReadOnlySpan<ulong> words, Span<int> counts)
    {
        ref var columns = ref MemoryMarshal.GetArrayDataReference(_columns);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        for (var i = 0; i < levels.Length; i++)
        {
            var word = words[i];
            ref var column = ref Unsafe.Add(ref columns, levels[i]);
            var slot = (int)(((word >> 32) * column.Length) >> 32);
            ref var entry = ref Unsafe.Add(ref slots, column.Start + slot);
            counts[i] = column.First + ((uint)word < entry.Threshold ? slot : entry.Alias);
        }
    }

    /// <summary>The Poisson probabilities around the mode, from the ratio of neighbours, p(k) / p(k−1) = rate / k.</summary>
    private static double[] Probabilities(double rate, out int first)
    {
        var mode = (int)rate;
        List<double> below = [];
        var weight = 1.0;
        for (var k = mode; k > 0 && weight > Negligible; k--)
        {
            weight *= k / rate;
            below.Add(weight);
        }
        List<double> above = [1.0];
        weight = 1.0;
        for (var k = mode + 1; weight > Negligible; k++)
        {
            weight *= rate / k;
            above.Add(weight);
        }
        below.Reverse();
        first = mode - below.Count;
        double[] all = [.. below, .. above];
        var sum = 0.0;
        foreach (var p in all) sum += p;
        return [.. all.Select(p => p / sum)];
    }

    private static Slot[] Aliases(double[] probabilities)
    {
        var count = probabilities.Length;
        var slots = new Slot[count];
        var scaled = probabilities.Select(p => p * count).ToArray();
        var small = new Stack<int>(Enumerable.Range(0, count).Where(i => scaled[i] < 1));
        var large = new Stack<int>(Enumerable.Range(0, count).Where(i => scaled[i] >= 1));
        while (small.Count > 0 && large.Count > 0)
        {
            var (low, high) = (small.Pop(), large.Pop());
            slots[low] = new((uint)Math.Min(scaled[low] * 4294967296.0, uint.MaxValue), high);
            scaled[high] -= 1 - scaled[low];
            (scaled[high] < 1 ? small : large).Push(high);
        }
        foreach (var full in small.Concat(large)) slots[full] = new(uint.MaxValue, full);
        return slots;
    }

    /// <summary>Where the slots of a level lie, how many they are, and the count of the first.</summary>
    private readonly record struct Column(int Start, uint Length, int First);

    /// <summary>The share of a slot, in 2⁻³², that keeps its own count, and the slot that gets the rest.</summary>
    private readonly record struct Slot(uint Threshold, int Alias);
}
