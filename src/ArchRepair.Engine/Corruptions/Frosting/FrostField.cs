using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>A Gaussian field with a power-law spectrum that repeats in both directions, and the crops of it.</summary>
internal sealed class FrostField
{
    /// <summary>The spectrum of a whole photograph falls more slowly than that of its crops; this factor makes the crops' fit.</summary>
    private const double CropSteepness = 1.4;

    private readonly float[] _values;
    private readonly int _stride;

    /// <summary>Power ∝ frequency^(1.4·slope); waves longer than a crop are left out.</summary>
    public FrostField(double slope, int crop)
    {
        Side = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(256, 2 * crop));
        _stride = Side + crop;
        var waves = new Complex[Side * Side];
        var noise = new double[waves.Length];
        new CounterDraws(new DrawKey(0, FormattableString.Invariant($"frost field {slope}"), 0, crop)).Normal(0, 1, noise);
        for (var i = 0; i < waves.Length; i++) waves[i] = noise[i];
        Fourier.Transform(waves, Side);
        Weaken(waves, slope, crop);
        // A second forward transform is the mirrored inverse, which serves as well.
        Fourier.Transform(waves, Side);
        // Rows and columns are repeated for a crop's length, so that a crop never wraps.
        _values = new float[_stride * _stride];
        for (var y = 0; y < _stride; y++)
            for (var x = 0; x < _stride; x++)
                _values[(y * _stride) + x] = (float)waves[(y % Side * Side) + (x % Side)].Real;
    }

    /// <summary>A crop may start at rows and columns 0…Side−1.</summary>
    public int Side { get; }

    /// <summary>Row <paramref name="y"/> of the crop that starts at the given corner.</summary>
    public ReadOnlySpan<float> Row(ReadOnlySpan<int> corner, int y, int width) => _values.AsSpan(((corner[0] + y) * _stride) + corner[1], width);

    /// <summary>Mean and standard deviation of a crop.</summary>
    public (double Mean, double Deviation) Moments(ReadOnlySpan<int> corner, ImageSize size)
    {
        var (sums, squares) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (sum, square) = (0.0, 0.0);
        for (var y = 0; y < size.Height; y++)
        {
            var row = Row(corner, y, size.Width);
            ref var start = ref MemoryMarshal.GetReference(row);
            var x = 0;
            for (; x + 4 <= row.Length; x += 4)
            {
                var values = Quads.Widen(Vector128.LoadUnsafe(ref start, (nuint)x));
                sums += values;
                squares += values * values;
            }
            for (; x < row.Length; x++)
            {
                sum += row[x];
                square += row[x] * (double)row[x];
            }
        }
        for (var lane = 0; lane < 4; lane++)
        {
            sum += sums[lane];
            square += squares[lane];
        }
        var mean = sum / size.Pixels;
        return (mean, Math.Sqrt(Math.Max(0, (square / size.Pixels) - (mean * mean))));
    }

    /// <summary>Gives white noise the spectrum: |wave| ∝ power^½ = (frequency²)^(1.4·slope / 4).</summary>
    private void Weaken(Complex[] waves, double slope, int crop)
    {
        var half = Side / 2;
        for (var y = 0; y <= half; y++)
        {
            for (var x = 0; x <= y; x++)
            {
                var square = ((double)y * y) + ((double)x * x);
                var factor = square * crop * crop < (double)Side * Side ? 0 : DoubleDouble.Power(square, CropSteepness * slope / 4);
                // Eight waves share a frequency; on axes and diagonals some of them are the same.
                foreach (var at in new HashSet<int> { At(y, x), At(-y, x), At(y, -x), At(-y, -x), At(x, y), At(-x, y), At(x, -y), At(-x, -y) })
                    waves[at] *= factor;
            }
        }
    }

    private int At(int y, int x) => ((y & (Side - 1)) * Side) + (x & (Side - 1));
}
