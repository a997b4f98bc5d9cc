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
        var count = _weights.Length;
        Span<int> right = stackalloc int[count];
        Span<int> down = stackalloc int[count];
        FindOffsets(degrees, right, down);
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var sum = 0.0;
                    for (var i = 0; i < count; i++)
                    {
                        var from = (Math.Clamp(y + down[i], 0, size.Height - 1) * size.Width) + Math.Clamp(x + right[i], 0, size.Width - 1);
                        sum += _weights[i] * image[(from * channels) + c];
                    }
                    output[(((y * size.Width) + x) * channels) + c] = Quantize(sum);
                }
            }
        }
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

    /// <summary>Rounds to 16 bits, then cuts to 8: a plain rounding would differ in half of all pixels.</summary>
    private static byte Quantize(double value) => (byte)((int)((257.0 * value) + 0.5) / 257);
}
