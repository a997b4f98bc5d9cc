using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// Separable Gaussian filter, rows' direction first, channels apart. Each sum runs from the centre, then from the farthest pair inwards:
/// that order gives the bits of the published source.
/// </summary>
internal static class GaussianFilter
{
    /// <summary>Filters H·W·C interleaved values in place; on demand rounds to single precision after each direction, as a
    /// single-precision image does.</summary>
    public static void Apply(
        Span<double> values, ImageSize size, int channels, GaussianKernel kernel, Border border = Border.Edge, bool singlePrecision = false)
    {
        if (kernel.Radius == 0)
        {
            // A kernel of one weight, 1, keeps every value.
            return;
        }
        if (channels == 1 && !singlePrecision && kernel.Radius >= Math.Min(size.Height, size.Width) / 2)
        {
            ApplyWide(values, size, kernel, border);
            return;
        }
        Vertical(values, size.Height, size.Width * channels, kernel, border);
        if (singlePrecision) RoundToSingle(values);
        Horizontal(values, size.Width, channels, kernel, border);
        if (singlePrecision) RoundToSingle(values);
    }

    /// <summary>A kernel as wide as the image: two products with its folded matrices.</summary>
    private static void ApplyWide(Span<double> values, ImageSize size, GaussianKernel kernel, Border border)
    {
        using var scratch = new Scratch<double>(values.Length);
        MatrixProduct.Multiply(kernel.FoldedFor(size.Height, border).ByOutput, values, scratch.Span, size.Height);
        MatrixProduct.Multiply(scratch.Span, kernel.FoldedFor(size.Width, border).ByInput, values, size.Width);
    }

    private static void Vertical(Span<double> values, int height, int length, GaussianKernel kernel, Border border)
    {
        var radius = kernel.Radius;
        using var scratch = new Scratch<double>((height + (2 * radius)) * length);
        var padded = scratch.Span;
        for (var y = -radius; y < height + radius; y++)
            values.Slice(border.Fold(y, height) * length, length).CopyTo(padded[((y + radius) * length)..]);
        for (var y = 0; y < height; y++)
            Correlate(padded, (y + radius) * length, length, kernel.Weights, values.Slice(y * length, length));
    }

    private static void Horizontal(Span<double> values, int width, int channels, GaussianKernel kernel, Border border)
    {
        var radius = kernel.Radius;
        var length = width * channels;
        using var scratch = new Scratch<double>(length + (2 * radius * channels));
        var padded = scratch.Span;
        for (var start = 0; start < values.Length; start += length)
        {
            var row = values.Slice(start, length);
            row.CopyTo(padded[(radius * channels)..]);
            for (var k = 1; k <= radius; k++)
            {
                row.Slice(border.Fold(-k, width) * channels, channels).CopyTo(padded[((radius - k) * channels)..]);
                row.Slice(border.Fold(width - 1 + k, width) * channels, channels).CopyTo(padded[((radius + width - 1 + k) * channels)..]);
            }
            Correlate(padded, radius * channels, channels, kernel.Weights, row);
        }
    }

    /// <summary>output[j] = p[centre+j]·w₀ + Σ over k = R…1 of (p[centre+j−k·stride] + p[centre+j+k·stride])·w_k.</summary>
    private static void Correlate(ReadOnlySpan<double> padded, int centre, int stride, double[] weights, Span<double> output)
    {
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), centre);
        ref var target = ref MemoryMarshal.GetReference(output);
        var j = 0;
        for (; j + 32 <= output.Length; j += 32) CorrelateFour(ref Unsafe.Add(ref source, j), stride, weights, ref Unsafe.Add(ref target, j));
        for (; j + 8 <= output.Length; j += 8)
        {
            ref var at = ref Unsafe.Add(ref source, j);
            var sum = Vector512.LoadUnsafe(ref at) * Vector512.Create(weights[0]);
            for (var k = weights.Length - 1; k > 0; k--) sum += Pair(ref at, k * stride) * Vector512.Create(weights[k]);
            sum.StoreUnsafe(ref Unsafe.Add(ref target, j));
        }
        for (; j < output.Length; j++)
        {
            var at = centre + j;
            var sum = padded[at] * weights[0];
            for (var k = weights.Length - 1; k > 0; k--) sum += (padded[at - (k * stride)] + padded[at + (k * stride)]) * weights[k];
            output[j] = sum;
        }
    }

    /// <summary>Thirty-two sums side by side: one alone would wait for each of its additions.</summary>
    private static void CorrelateFour(ref double at, int stride, double[] weights, ref double target)
    {
        var weight = Vector512.Create(weights[0]);
        var a = Vector512.LoadUnsafe(ref at) * weight;
        var b = Vector512.LoadUnsafe(ref at, 8) * weight;
        var c = Vector512.LoadUnsafe(ref at, 16) * weight;
        var d = Vector512.LoadUnsafe(ref at, 24) * weight;
        for (var k = weights.Length - 1; k > 0; k--)
        {
            weight = Vector512.Create(weights[k]);
            a += Pair(ref at, k * stride) * weight;
            b += Pair(ref Unsafe.Add(ref at, 8), k * stride) * weight;
            c += Pair(ref Unsafe.Add(ref at, 16), k * stride) * weight;
            d += Pair(ref Unsafe.Add(ref at, 24), k * stride) * weight;
        }
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, 8);
        c.StoreUnsafe(ref target, 16);
        d.StoreUnsafe(ref target, 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pair(ref double at, int distance) =>
        Vector512.LoadUnsafe(ref Unsafe.Subtract(ref at, distance)) + Vector512.LoadUnsafe(ref Unsafe.Add(ref at, distance));

    private static void RoundToSingle(Span<double> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = (float)values[i];
    }
}
