using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>One axis of Pillow's box filter: each output is the mean of the inputs it covers, with a weight in 22-bit fixed
/// point.</summary>
internal sealed class BoxAxis
{
    private const int FractionBits = 22;
    private const int Rounding = 1 << (FractionBits - 1);

    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _weight;

    public BoxAxis(int from, int to)
    {
        _first = new int[to];
        _count = new int[to];
        _weight = new int[to];
        var scale = (double)from / to;
        var support = 0.5 * Math.Max(scale, 1);
        var shrink = 1 / Math.Max(scale, 1);
        for (var o = 0; o < to; o++)
        {
            var centre = (o + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(from, (int)(centre + support + 0.5));
            // The window may hold an input at either end that lies outside the box.
            while ((first - centre + 0.5) * shrink <= -0.5) first++;
            while ((end - 1 - centre + 0.5) * shrink > 0.5) end--;
            _first[o] = first;
            _count[o] = end - first;
            _weight[o] = (int)((1.0 / (end - first) * (1 << FractionBits)) + 0.5);
        }
    }

    /// <summary>Resizes the columns of rows of RGB pixels.</summary>
    public void ResizeColumns(ReadOnlySpan<byte> source, Span<byte> target, int rows)
    {
        var (from, to) = (source.Length / rows, _first.Length * 3);
        for (var y = 0; y < rows; y++) ResizeRow(source.Slice(y * from, from), target.Slice(y * to, to));
    }

    /// <summary>Resizes the rows of an image of <paramref name="width"/> pixels.</summary>
    public void ResizeRows(ReadOnlySpan<byte> source, Span<byte> target, int width)
    {
        var length = width * 3;
        for (var o = 0; o < _first.Length; o++)
        {
            var output = target.Slice(o * length, length);
            var rows = source.Slice(_first[o] * length, _count[o] * length);
            if (_count[o] == 1) rows.CopyTo(output);
            else MeanOfRows(rows, output, _weight[o]);
        }
    }

    private void ResizeRow(ReadOnlySpan<byte> row, Span<byte> output)
    {
        for (var o = 0; o < _first.Length; o++)
        {
            var first = _first[o] * 3;
            if (_count[o] == 1)
            {
                PixelBytes.Store(PixelBytes.Load(row, first), output, 3 * o);
                continue;
            }
            var sum = Vector128<uint>.Zero;
            for (var k = 0; k < _count[o]; k++)
                sum += Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(PixelBytes.Load(row, first + (3 * k))).AsByte()));
            var mean = ((sum * (uint)_weight[o]) + Vector128.Create((uint)Rounding)) >> FractionBits;
            var shorts = Vector128.Narrow(mean, mean);
            PixelBytes.Store(Vector128.Narrow(shorts, shorts).AsUInt32().ToScalar(), output, 3 * o);
        }
    }

    private static void MeanOfRows(ReadOnlySpan<byte> rows, Span<byte> output, int weight)
    {
        var length = output.Length;
        var i = 0;
        for (; i + 16 <= length; i += 16)
        {
            var sum = Vector256<ushort>.Zero;
            for (var at = i; at < rows.Length; at += length)
            {
                var (low, high) = Vector128.Widen(Vector128.Create(rows.Slice(at, 16)));
                sum += Vector256.Create(low, high);
            }
            var (first, second) = Vector256.Widen(sum);
            var rounding = Vector256.Create((uint)Rounding);
            first = ((first * (uint)weight) + rounding) >> FractionBits;
            second = ((second * (uint)weight) + rounding) >> FractionBits;
            var shorts = Vector256.Narrow(first, second);
            Vector128.Narrow(shorts.GetLower(), shorts.GetUpper()).CopyTo(output[i..]);
        }
        for (; i < length; i++)
        {
            var sum = 0;
            for (var at = i; at < rows.Length; at += length) sum += rows[at];
            output[i] = (byte)(((sum * weight) + Rounding) >> FractionBits);
        }
    }
}
