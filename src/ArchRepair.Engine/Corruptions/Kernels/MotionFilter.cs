using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Motion blur of 8-bit images as ImageMagick 6 with 16-bit quanta does it: a one-sided Gaussian along a line, brightest at the
/// pixel itself, edges repeated.</summary>
internal sealed class MotionFilter
{
    private readonly double[] _weights;

    public MotionFilter(double radius, double deviation)
    {
        _weights = new double[(2 * (int)Math.Ceiling(radius)) + 1];
        var sum = 0.0;
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = DoubleDouble.Exp(-(i * (double)i) / (2.0 * deviation * deviation));
            sum += _weights[i];
        }
        for (var i = 0; i < _weights.Length; i++) _weights[i] /= sum;
    }

    /// <summary>Blurs H·W·C interleaved values along a line in the given direction.</summary>
    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int channels, double degrees)
    {
        Span<int> right = stackalloc int[_weights.Length];
        Span<int> down = stackalloc int[_weights.Length];
        FindOffsets(degrees, right, down);
        // The line runs one way, so its last point is the farthest.
        var (lastRight, lastDown) = (right[^1], down[^1]);
        var stride = (size.Width + Math.Abs(lastRight)) * channels;
        using var scratch = new Scratch<float>(((size.Height + Math.Abs(lastDown)) * stride) + Lanes.Count);
        var padded = scratch.Span;
        for (var y = 0; y < size.Height + Math.Abs(lastDown); y++)
        {
            var from = Math.Clamp(y + Math.Min(lastDown, 0), 0, size.Height - 1) * size.Width * channels;
            PadRow(image.Slice(from, size.Width * channels), padded.Slice(y * stride, stride), channels, lastRight);
        }
        Span<int> offsets = right;
        for (var i = 0; i < offsets.Length; i++) offsets[i] = (down[i] * stride) + (right[i] * channels);
        var origin = (Math.Max(0, -lastDown) * stride) + (Math.Max(0, -lastRight) * channels);
        for (var y = 0; y < size.Height; y++)
            BlurRow(padded, origin + (y * stride), offsets, output.Slice(y * size.Width * channels, size.Width * channels));
    }

    private static void PadRow(ReadOnlySpan<byte> row, Span<float> padded, int channels, int lastRight)
    {
        var before = Math.Max(0, -lastRight) * channels;
        for (var i = 0; i < before; i++) padded[i] = row[i % channels];
        for (var i = 0; i < row.Length; i++) padded[before + i] = row[i];
        for (var i = before + row.Length; i < padded.Length; i++) padded[i] = padded[i - channels];
    }

    private void BlurRow(ReadOnlySpan<float> padded, int start, ReadOnlySpan<int> offsets, Span<byte> output)
    {
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), start);
        ref var target = ref MemoryMarshal.GetReference(output);
        var x = 0;
        for (; x + (2 * Lanes.Count) <= output.Length; x += 2 * Lanes.Count)
        {
            var first = Vector512<double>.Zero;
            var second = Vector512<double>.Zero;
            for (var i = 0; i < offsets.Length; i++)
            {
                var weight = Vector512.Create(_weights[i]);
                ref var at = ref Unsafe.Add(ref source, x + offsets[i]);
                first = Vector512.FusedMultiplyAdd(Wide(ref at), weight, first);
                second = Vector512.FusedMultiplyAdd(Wide(ref Unsafe.Add(ref at, Lanes.Count)), weight, second);
            }
            Store(first, ref Unsafe.Add(ref target, x));
            Store(second, ref Unsafe.Add(ref target, x + Lanes.Count));
        }
        for (; x < output.Length; x++)
        {
            var sum = 0.0;
            for (var i = 0; i < offsets.Length; i++) sum = Math.FusedMultiplyAdd(Unsafe.Add(ref source, x + offsets[i]), _weights[i], sum);
            output[x] = (byte)((Math.Floor((257.0 * sum) + 0.5) + 0.5) / 257.0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Wide(ref float at)
    {
        var values = Vector256.LoadUnsafe(ref at);
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(values);
        var (low, high) = Vector256.Widen(values);
        return Vector512.Create(low, high);
    }

    /// <summary>Rounds to 16 bits, then cuts to 8: a plain rounding would differ in half of all pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> values, ref byte target)
    {
        var quanta = Vector512.Floor((values * Vector512.Create(257.0)) + Vector512.Create(0.5));
        // Half a quantum keeps whole levels clear of the rounding of the division.
        Lanes.StoreLevels((quanta + Vector512.Create(0.5)) / Vector512.Create(257.0), ref target);
    }

    private static void FindOffsets(double degrees, Span<int> right, Span<int> down)
    {
        var (sine, cosine) = DoubleDouble.SinCosOfDegrees(degrees);
        var (px, py) = (right.Length * sine, right.Length * cosine);
        var norm = Math.Sqrt((px * px) + (py * py));
        for (var i = 0; i < right.Length; i++)
        {
            right[i] = (int)Math.Ceiling((i * py / norm) - 0.5);
            down[i] = (int)Math.Ceiling((i * px / norm) - 0.5);
        }
    }
}
