using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>One level of a diamond-square cloud: from a grid of count² corners to one of (2·count)².</summary>
/// <param name="Count">Corners along a side.</param>
/// <param name="Amplitude">Factor of the noise.</param>
internal readonly record struct PlasmaLevel(int Count, double Amplitude)
{
    /// <summary>Mean of four corners and noise. Rows of centres begin with their last one, rows of corners end with their first.</summary>
    public void FillCentres(ReadOnlySpan<double> corners, Span<double> centres, ReadOnlySpan<double> noise)
    {
        var stride = Count + 1;
        for (var y = 0; y < Count; y++)
        {
            var upper = corners.Slice(y * stride, stride);
            var lower = corners.Slice((y + 1) % Count * stride, stride);
            var output = centres.Slice(y * stride, stride);
            Mix(upper, lower, upper[1..], lower[1..], noise.Slice(y * Count, Count), output[1..]);
            output[0] = output[Count];
        }
    }

    /// <summary>Corners, and between two of them the mean of both and of the centres below and above, and noise.</summary>
    public void FillEvenRows(ReadOnlySpan<double> corners, ReadOnlySpan<double> centres, Span<double> finer, ReadOnlySpan<double> noise)
    {
        var stride = Count + 1;
        using var scratch = new Scratch<double>(Count);
        for (var y = 0; y < Count; y++)
        {
            var row = corners.Slice(y * stride, stride);
            var below = centres.Slice((y * stride) + 1, Count);
            var above = centres.Slice(((y + Count - 1) % Count * stride) + 1, Count);
            Mix(below, above, row, row[1..], noise.Slice(y * Count, Count), scratch.Span);
            Interleave(row, scratch.Span, finer.Slice(2 * y * ((2 * Count) + 1), (2 * Count) + 1));
        }
    }

    /// <summary>Centres, and between two of them the mean of both and of the corners above and below, and noise.</summary>
    public void FillOddRows(ReadOnlySpan<double> corners, ReadOnlySpan<double> centres, Span<double> finer, ReadOnlySpan<double> noise)
    {
        var stride = Count + 1;
        using var scratch = new Scratch<double>(Count);
        for (var y = 0; y < Count; y++)
        {
            var row = centres.Slice(y * stride, stride);
            var above = corners.Slice(y * stride, Count);
            var below = corners.Slice((y + 1) % Count * stride, Count);
            Mix(row[1..], row, above, below, noise.Slice(y * Count, Count), scratch.Span);
            Interleave(scratch.Span, row[1..], finer.Slice(((2 * y) + 1) * ((2 * Count) + 1), (2 * Count) + 1));
        }
    }

    /// <summary>((a + b) + (c + d)) / 4 + amplitude·noise.</summary>
    private void Mix(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, ReadOnlySpan<double> noise, Span<double> output)
    {
        var x = 0;
        for (; x + 8 <= noise.Length; x += 8)
        {
            var sum = Vector512.Create(a[x..]) + Vector512.Create(b[x..]) + (Vector512.Create(c[x..]) + Vector512.Create(d[x..]));
            ((sum * 0.25) + (Vector512.Create(noise[x..]) * Amplitude)).CopyTo(output[x..]);
        }
        for (; x < noise.Length; x++) output[x] = ((a[x] + b[x] + (c[x] + d[x])) * 0.25) + (Amplitude * noise[x]);
    }

    /// <summary>Even, odd, even, odd…, and the first once more.</summary>
    private void Interleave(ReadOnlySpan<double> even, ReadOnlySpan<double> odd, Span<double> output)
    {
        ref var first = ref MemoryMarshal.GetReference(even[..Count]);
        ref var second = ref MemoryMarshal.GetReference(odd[..Count]);
        ref var target = ref MemoryMarshal.GetReference(output[..(2 * Count)]);
        for (var x = 0; x < Count; x++)
        {
            Unsafe.Add(ref target, 2 * x) = Unsafe.Add(ref first, x);
            Unsafe.Add(ref target, (2 * x) + 1) = Unsafe.Add(ref second, x);
        }
        output[2 * Count] = even[0];
    }
}
