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

    private static void Smooth(float[] disk, int side, float[] weights)
    {
        var rows = new float[disk.Length];
        for (var i = 0; i < disk.Length; i++) rows[i] = Sum(disk, i / side * side, i % side, 1, side, weights);
        for (var i = 0; i < disk.Length; i++) disk[i] = Sum(rows, i % side, i / side, side, side, weights);
    }

    /// <summary>centre·w₀ + (Σ of pairs·w_k, from the outermost inwards), each step a fused multiply-add in single precision.</summary>
    private static float Sum(float[] values, int start, int centre, int stride, int length, float[] weights)
    {
        var sum = 0f;
        for (var k = weights.Length - 1; k > 0; k--)
        {
            var before = values[start + (Border.MirrorWithoutEdge.Fold(centre - k, length) * stride)];
            var after = values[start + (Border.MirrorWithoutEdge.Fold(centre + k, length) * stride)];
            sum = MathF.FusedMultiplyAdd(before + after, weights[k], sum);
        }
        return MathF.FusedMultiplyAdd(values[start + (centre * stride)], weights[0], sum);
    }
}
