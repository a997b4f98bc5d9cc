using System.Numerics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>Gaussian fields with a power-law spectrum.</summary>
internal static class FrostField
{
    /// <summary>The spectrum of a whole photograph falls more slowly than that of its crops; this factor makes the crops' fit.</summary>
    private const double CropSteepness = 1.4;

    /// <summary>A field that repeats in both directions; waves longer than a crop are left out.</summary>
    /// <param name="slope">Power ∝ frequency^(1.4·slope).</param>
    /// <param name="side">A power of two.</param>
    /// <param name="crop">Side of the crops in pixels.</param>
    /// <returns>side² values, row by row, in no particular unit.</returns>
    public static float[] Create(double slope, int side, int crop)
    {
        var field = new double[side * side];
        new CounterDraws(new DrawKey(0, FormattableString.Invariant($"frost field {slope}"), 0, side)).Normal(0, 1, field);
        var waves = new Complex[side * side];
        for (var i = 0; i < waves.Length; i++) waves[i] = field[i];
        Fourier.Transform(waves, side);
        for (var i = 0; i < waves.Length; i++)
        {
            var (y, x) = (Wrapped(i / side, side), Wrapped(i % side, side));
            var square = (y * (double)y) + (x * (double)x);
            // |wave| ∝ power^½ = (frequency²)^(1.4·slope/4)
            waves[i] *= square * crop * crop < (double)side * side ? 0 : DoubleDouble.Power(square, CropSteepness * slope / 4);
        }
        // The real part of a second forward transform is the mirrored inverse, which serves as well.
        Fourier.Transform(waves, side);
        return [.. waves.Select(wave => (float)wave.Real)];
    }

    private static int Wrapped(int index, int side) => index <= side / 2 ? index : index - side;
}
