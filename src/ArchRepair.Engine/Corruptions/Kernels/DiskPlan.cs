using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// Correlation with a kernel of few distinct weights, for images of one width. Pixels of equal weight are first added as integers, long
/// runs through running sums. Weights have 24 bits, so the products and their sum are exact in double precision, in any order.
/// </summary>
internal sealed class DiskPlan
{
    private const int Block = 32;

    /// <summary>So many pixels of 255 still fit sixteen bits.</summary>
    private const int MostCells = 257;

    private readonly int _reach;
    private readonly int _stride;
    private readonly DiskGroup[] _groups;

    /// <summary>Plans for a (2·reach + 1)² kernel and images of the given width.</summary>
    public DiskPlan(float[] kernel, int reach, int width)
    {
        var side = (2 * reach) + 1;
        var used = Enumerable.Range(0, kernel.Length).Where(i => kernel[i] != 0).ToArray();
        _reach = used.Max(i => Math.Max(Math.Abs((i / side) - reach), Math.Abs((i % side) - reach)));
        // One pixel more on the left, so that a running sum exists before the first.
        _stride = (width + (2 * _reach) + 1) * 3;
        _groups = [.. used.GroupBy(i => kernel[i]).SelectMany(cells => Groups(cells.Key, [.. cells.Select(i => (i / side, i % side))], reach))];
    }

    private bool HasRuns => _groups.Any(group => group.RunStarts.Length > 0);

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size)
    {
        var rows = size.Height + (2 * _reach);
        using var paddedScratch = new Scratch<ushort>((rows * _stride) + Block);
        using var sumScratch = new Scratch<ushort>(HasRuns ? (rows * _stride) + Block : 1);
        var padded = paddedScratch.Span;
        var sums = sumScratch.Span;
        for (var y = 0; y < rows; y++)
        {
            var from = Border.MirrorWithoutEdge.Fold(y - _reach, size.Height) * size.Width * 3;
            var line = padded.Slice(y * _stride, _stride);
            Pad(image.Slice(from, size.Width * 3), line, size.Width);
            if (HasRuns) AddUp(line, sums.Slice(y * _stride, _stride));
        }
        Span<byte> rest = stackalloc byte[Block];
        for (var y = 0; y < size.Height; y++)
        {
            var centre = ((y + _reach) * _stride) + ((_reach + 1) * 3);
            var line = output.Slice(y * size.Width * 3, size.Width * 3);
            for (; line.Length >= Block; line = line[Block..], centre += Block) Correlate(padded, sums, centre, line);
            if (line.IsEmpty) continue;
            Correlate(padded, sums, centre, rest);
            rest[..line.Length].CopyTo(line);
        }
    }

    private IEnumerable<DiskGroup> Groups(float weight, (int Y, int X)[] cells, int reach)
    {
        int Offset(int y, int x) => ((y - reach) * _stride) + ((x - reach) * 3);
        var runs = new List<(int Y, int From, int To)>();
        foreach (var (y, x) in cells)
        {
            if (runs.Count > 0 && runs[^1].Y == y && runs[^1].To == x - 1) runs[^1] = runs[^1] with { To = x };
            else runs.Add((y, x, x));
        }
        if (cells.Length < 3 * runs.Count)
        {
            foreach (var chunk in cells.Chunk(MostCells)) yield return new(weight, [.. chunk.Select(cell => Offset(cell.Y, cell.X))], [], []);
            yield break;
        }
        for (var first = 0; first < runs.Count;)
        {
            var (count, last) = (0, first);
            while (last < runs.Count && count + runs[last].To - runs[last].From + 1 <= MostCells)
            {
                count += runs[last].To - runs[last].From + 1;
                last++;
            }
            var part = runs[first..last];
            yield return new(weight, [], [.. part.Select(run => Offset(run.Y, run.From - 1))], [.. part.Select(run => Offset(run.Y, run.To))]);
            first = last;
        }
    }

    private void Pad(ReadOnlySpan<byte> row, Span<ushort> line, int width)
    {
        var inner = (_reach + 1) * 3;
        line[..3].Clear();
        for (var i = 0; i < row.Length; i++) line[inner + i] = row[i];
        for (var k = 1; k <= _reach; k++)
        {
            var left = Border.MirrorWithoutEdge.Fold(-k, width) * 3;
            var right = Border.MirrorWithoutEdge.Fold(width - 1 + k, width) * 3;
            for (var c = 0; c < 3; c++)
            {
                line[inner - (3 * k) + c] = row[left + c];
                line[inner + row.Length + (3 * (k - 1)) + c] = row[right + c];
            }
        }
    }

    /// <summary>Running sums of each channel along a row, modulo 2¹⁶: differences of up to 257 pixels come out right.</summary>
    private static void AddUp(ReadOnlySpan<ushort> line, Span<ushort> sums)
    {
        line[..3].CopyTo(sums);
        var (red, green, blue) = (sums[0], sums[1], sums[2]);
        for (var i = 3; i + 2 < line.Length; i += 3)
        {
            sums[i] = red = (ushort)(red + line[i]);
            sums[i + 1] = green = (ushort)(green + line[i + 1]);
            sums[i + 2] = blue = (ushort)(blue + line[i + 2]);
        }
    }

    private void Correlate(ReadOnlySpan<ushort> padded, ReadOnlySpan<ushort> sums, int centre, Span<byte> output)
    {
        ref var cells = ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), centre);
        ref var runs = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), centre);
        var (a, b, c, d) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        foreach (var group in _groups)
        {
            var sum = Vector512<ushort>.Zero;
            foreach (var cell in group.Cells) sum += Vector512.LoadUnsafe(ref Unsafe.Add(ref cells, cell));
            for (var i = 0; i < group.RunStarts.Length; i++)
                sum += Vector512.LoadUnsafe(ref Unsafe.Add(ref runs, group.RunEnds[i])) - Vector512.LoadUnsafe(ref Unsafe.Add(ref runs, group.RunStarts[i]));
            var weight = Vector512.Create(group.Weight);
            var (low, high) = Vector512.Widen(sum);
            a += Lanes.ToDouble(low.GetLower()) * weight;
            b += Lanes.ToDouble(low.GetUpper()) * weight;
            c += Lanes.ToDouble(high.GetLower()) * weight;
            d += Lanes.ToDouble(high.GetUpper()) * weight;
        }
        Store(a, output);
        Store(b, output[8..]);
        Store(c, output[16..]);
        Store(d, output[24..]);
    }

    private static void Store(Vector512<double> values, Span<byte> output) =>
        Lanes.StoreLevels(Vector512.Min(values, Vector512.Create(255.0)), ref MemoryMarshal.GetReference(output));
}
