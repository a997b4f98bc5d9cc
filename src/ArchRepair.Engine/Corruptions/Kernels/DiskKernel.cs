namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// A disk on a grid, normalised, smoothed by a small Gaussian and kept in single precision. Radii up to 8 get a grid of 17×17 and a
/// 3×3 Gaussian, larger ones (2r+1)² and 5×5.
/// </summary>
internal sealed class DiskKernel
{
    private readonly double[] _weights;
    private readonly int[] _right;
    private readonly int[] _down;

    public DiskKernel(double radius, double alias)
    {
        var reach = radius <= 8 ? 8 : (int)radius;
        var side = (2 * reach) + 1;
        var disk = new float[side * side];
        for (var i = 0; i < disk.Length; i++)
        {
            var (y, x) = ((i / side) - reach, (i % side) - reach);
            disk[i] = (x * x) + (y * y) <= radius * radius ? 1 : 0;
        }
        var area = disk.Sum();
        for (var i = 0; i < disk.Length; i++) disk[i] /= area;
        Smooth(disk, side, SmallGaussian(radius <= 8 ? 1 : 2, alias));
        var used = Enumerable.Range(0, disk.Length).Where(i => disk[i] != 0).ToArray();
        _weights = [.. used.Select(i => (double)disk[i])];
        _right = [.. used.Select(i => (i % side) - reach)];
        _down = [.. used.Select(i => (i / side) - reach)];
    }

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size)
    {
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var (red, green, blue) = (0.0, 0.0, 0.0);
                for (var k = 0; k < _weights.Length; k++)
                {
                    var row = Border.MirrorWithoutEdge.Fold(y + _down[k], size.Height);
                    var column = Border.MirrorWithoutEdge.Fold(x + _right[k], size.Width);
                    var from = ((row * size.Width) + column) * 3;
                    red += _weights[k] * Pixels.Unit[image[from]];
                    green += _weights[k] * Pixels.Unit[image[from + 1]];
                    blue += _weights[k] * Pixels.Unit[image[from + 2]];
                }
                var to = ((y * size.Width) + x) * 3;
                output[to] = Pixels.FromUnit(red);
                output[to + 1] = Pixels.FromUnit(green);
                output[to + 2] = Pixels.FromUnit(blue);
            }
        }
    }

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
