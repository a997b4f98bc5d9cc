using System.Collections.Concurrent;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// A disk on a grid, normalised, smoothed by a small Gaussian and kept in single precision. Radii up to 8 get a grid of 17×17 and a
/// 3×3 Gaussian, larger ones (2r+1)² and 5×5.
/// </summary>
internal sealed class DiskKernel
{
    private readonly int _reach;
    private readonly float[] _disk;
    private readonly ConcurrentDictionary<int, DiskPlan> _plans = new();

    public DiskKernel(double radius, double alias)
    {
        _reach = radius <= 8 ? 8 : (int)radius;
        var side = (2 * _reach) + 1;
        _disk = new float[side * side];
        for (var i = 0; i < _disk.Length; i++)
        {
            var (y, x) = ((i / side) - _reach, (i % side) - _reach);
            _disk[i] = (x * x) + (y * y) <= radius * radius ? 1 : 0;
        }
        var area = _disk.Sum();
        for (var i = 0; i < _disk.Length; i++) _disk[i] /= area;
        Smooth(_disk, side, SmallGaussian(radius <= 8 ? 1 : 2, alias));
    }

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size) =>
        _plans.GetOrAdd(size.Width, static (width, kernel) => new DiskPlan(kernel._disk, kernel._reach, width), this).Apply(image, output, size);

    /// <summary>Single-precision weights of distance 0…radius.</summary>
    private static float[] SmallGaussian(int radius, double deviation)
    {
        var weights = new double[radius + 1];
        var sum = 0.0;
        for (var k = 0; k <= radius; k++)
        {
            weights[k] = DoubleDouble.Exp(-0.5 / (deviation * deviation) * (k * k));
            sum += k == 0 ? weights[k] : 2 * weights[k];
        }
        return [.. weights.Select(w => (float)(w * (1 / sum)))];
    }

    /// <summary>Rows, then columns, with the published order of fused single-precision steps: a last bit of the weights moves their sum
    /// across 1, and with it every flat area by a level.</summary>
    private static void Smooth(float[] disk, int side, float[] weights)
    {
        var rows = new float[disk.Length];
        for (var i = 0; i < disk.Length; i++)
        {
            var isLast = i % side == side - 1;
            var (centre, near, far) = Taps(disk, i / side * side, i % side, 1, side, weights.Length);
            var inner = isLast ? Fused(near, weights[1], centre * weights[0]) : Fused(centre, weights[0], near * weights[1]);
            rows[i] = weights.Length == 2 ? inner : Fused(far, weights[2], inner);
        }
        for (var i = 0; i < disk.Length; i++)
        {
            var (centre, near, far) = Taps(rows, i % side, i / side, side, side, weights.Length);
            var inner = Fused(near, weights[1], centre * weights[0]);
            disk[i] = weights.Length == 2 ? inner : Fused(far, weights[2], inner);
        }
    }

    private static float Fused(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>The value at a place of a line, and the sums of its neighbours at distance 1 and 2.</summary>
    private static (float Centre, float Near, float Far) Taps(float[] values, int start, int centre, int stride, int length, int count)
    {
        float At(int place) => values[start + (Border.MirrorWithoutEdge.Fold(place, length) * stride)];
        return (At(centre), At(centre - 1) + At(centre + 1), count == 2 ? 0 : At(centre - 2) + At(centre + 2));
    }
}
