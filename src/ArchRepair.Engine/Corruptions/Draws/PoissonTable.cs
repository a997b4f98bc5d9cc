using System.Collections.Concurrent;

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

    private readonly int[] _first = new int[256];
    private readonly int[] _start = new int[257];
    private readonly uint[] _threshold;
    private readonly ushort[] _alias;

    private PoissonTable(double scale)
    {
        var columns = new double[256][];
        for (var level = 0; level < 256; level++)
        {
            columns[level] = Probabilities(level / 255.0 * scale, out _first[level]);
            _start[level + 1] = _start[level] + columns[level].Length;
        }
        _threshold = new uint[_start[256]];
        _alias = new ushort[_start[256]];
        for (var level = 0; level < 256; level++)
        {
            var length = columns[level].Length;
            FillAliases(columns[level], _threshold.AsSpan(_start[level], length), _alias.AsSpan(_start[level], length));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The scale is not in [0, 10⁶].</exception>
    public static PoissonTable For(double scale)
    {
        if (Tables.TryGetValue(scale, out var table)) return table;
        if (scale is not (>= 0 and <= 1e6))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The rate of a Poisson draw must lie in [0, 10⁶].");
        return Tables.GetOrAdd(scale, static s => new PoissonTable(s));
    }

    public int Draw(byte level, ulong word)
    {
        var start = _start[level];
        var length = (uint)(_start[level + 1] - start);
        var slot = (int)(((word >> 32) * length) >> 32);
        var count = (uint)word < _threshold[start + slot] ? slot : _alias[start + slot];
        return _first[level] + count;
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

    private static void FillAliases(double[] probabilities, Span<uint> threshold, Span<ushort> alias)
    {
        var count = probabilities.Length;
        var scaled = probabilities.Select(p => p * count).ToArray();
        var small = new Stack<int>(Enumerable.Range(0, count).Where(i => scaled[i] < 1));
        var large = new Stack<int>(Enumerable.Range(0, count).Where(i => scaled[i] >= 1));
        while (small.Count > 0 && large.Count > 0)
        {
            var (low, high) = (small.Pop(), large.Pop());
            threshold[low] = (uint)Math.Min(scaled[low] * 4294967296.0, uint.MaxValue);
            alias[low] = (ushort)high;
            scaled[high] -= 1 - scaled[low];
            (scaled[high] < 1 ? small : large).Push(high);
        }
        foreach (var full in small.Concat(large))
        {
            threshold[full] = uint.MaxValue;
            alias[full] = (ushort)full;
        }
    }
}
