using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Magnification of an image about its centre by linear interpolation.</summary>
internal sealed class ZoomPlan(ImageSize size, double factor)
{
    private readonly ZoomAxis _rows = new(size.Height, factor);
    private readonly ZoomAxis _columns = new(size.Width, factor);

    /// <summary>Magnifies H·W values.</summary>
    public void Apply(ReadOnlySpan<double> image, Span<double> output)
    {
        using var scratch = new Scratch<double>(size.Width);
        var row = scratch.Span;
        for (var y = 0; y < size.Height; y++)
        {
            MixRows(image, y, row);
            var target = output.Slice(y * size.Width, size.Width);
            for (var x = 0; x < target.Length; x++)
                target[x] = (row[_columns.Low[x]] * _columns.LowWeight[x]) + (row[_columns.High[x]] * _columns.HighWeight[x]);
        }
    }

    /// <summary>Magnifies H·W·4 values in double precision, rounds to single and adds to the sums.</summary>
    public void AddQuads(ReadOnlySpan<double> image, Span<float> sums)
    {
        using var scratch = new Scratch<double>(size.Width * 4);
        ref var row = ref MemoryMarshal.GetReference(scratch.Span);
        for (var y = 0; y < size.Height; y++)
        {
            MixRows(image, y, scratch.Span);
            ref var target = ref MemoryMarshal.GetReference(sums.Slice(y * size.Width * 4, size.Width * 4));
            for (var x = 0; x < size.Width; x++)
            {
                var low = Vector256.LoadUnsafe(ref row, (nuint)(_columns.Low[x] * 4)) * Vector256.Create(_columns.LowWeight[x]);
                var mixed = low + (Vector256.LoadUnsafe(ref row, (nuint)(_columns.High[x] * 4)) * Vector256.Create(_columns.HighWeight[x]));
                var sum = Vector128.LoadUnsafe(ref target, (nuint)(x * 4)) + Vector128.Narrow(mixed.GetLower(), mixed.GetUpper());
                sum.StoreUnsafe(ref target, (nuint)(x * 4));
            }
        }
    }

    /// <summary>The weighted sum of the two source rows of a target row.</summary>
    private void MixRows(ReadOnlySpan<double> image, int y, Span<double> row)
    {
        var top = image.Slice(_rows.Low[y] * row.Length, row.Length);
        var bottom = image.Slice(_rows.High[y] * row.Length, row.Length);
        var topWeight = Vector512.Create(_rows.LowWeight[y]);
        var bottomWeight = Vector512.Create(_rows.HighWeight[y]);
        var i = 0;
        for (; i + 8 <= row.Length; i += 8)
            ((Vector512.Create(top[i..]) * topWeight) + (Vector512.Create(bottom[i..]) * bottomWeight)).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] = (top[i] * _rows.LowWeight[y]) + (bottom[i] * _rows.HighWeight[y]);
    }
}
