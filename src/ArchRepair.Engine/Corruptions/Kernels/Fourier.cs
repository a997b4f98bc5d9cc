using System.Numerics;

namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>Two-dimensional Fourier transform of a square whose side is a power of two. Cooley and Tukey (1965).</summary>
internal static class Fourier
{
    /// <summary>Transforms side² values in place, without scaling.</summary>
    public static void Transform(Complex[] values, int side)
    {
        var turns = new Complex[Math.Max(1, side / 2)];
        for (var k = 0; k < turns.Length; k++)
        {
            var (sine, cosine) = DoubleDouble.SinCosOfDegrees(-360.0 * k / side);
            turns[k] = new Complex(cosine, sine);
        }
        for (var row = 0; row < side; row++) Line(values, row * side, 1, side, turns);
        for (var column = 0; column < side; column++) Line(values, column, side, side, turns);
    }

    private static void Line(Complex[] values, int start, int stride, int length, Complex[] turns)
    {
        for (int i = 1, j = 0; i < length; i++)
        {
            var bit = length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (values[start + (i * stride)], values[start + (j * stride)]) = (values[start + (j * stride)], values[start + (i * stride)]);
        }
        for (var span = 2; span <= length; span *= 2)
        {
            for (var at = 0; at < length; at += span)
            {
                for (var k = 0; k < span / 2; k++)
                {
                    var first = start + ((at + k) * stride);
                    var second = first + (span / 2 * stride);
                    var turn = turns[k * (length / span)];
                    var (a, b) = (values[first], values[second]);
                    // Written out: the order of a complex product's terms is then ours, on every machine.
                    var product = new Complex((b.Real * turn.Real) - (b.Imaginary * turn.Imaginary), (b.Real * turn.Imaginary) + (b.Imaginary * turn.Real));
                    values[first] = new Complex(a.Real + product.Real, a.Imaginary + product.Imaginary);
                    values[second] = new Complex(a.Real - product.Real, a.Imaginary - product.Imaginary);
                }
            }
        }
    }
}
