using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Draws;

/// <summary>
/// Sixteen normal numbers from sixteen random words: √(−2 ln u)·cos φ and √(−2 ln u)·sin φ. Logarithm, sine and cosine are own
/// series of correctly rounded operations, because those of the platform differ between operating systems in the last bit.
/// Box and Muller (1958), A note on the generation of random normal deviates.
/// </summary>
internal static class BoxMuller
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Cosine, Vector512<double> Sine) Pair(Vector512<ulong> radiusWords, Vector512<ulong> angleWords)
    {
        var radius = Vector512.Sqrt(Vector512.Create(-2.0) * LogOfUnit(radiusWords));
        var (cosine, sine) = TurnOf(angleWords);
        return (radius * cosine, radius * sine);
    }

    /// <summary>ln u for u = (word's upper 53 bits + 1)·2⁻⁵³ in (0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> LogOfUnit(Vector512<ulong> words)
    {
        var u = Vector512.ConvertToDouble(((words >>> 11) + Vector512<ulong>.One).AsInt64());
        var bits = u.AsInt64();
        // u = 2^e · m with m in [0.5·√2, √2): adding the distance of √½ to 1 moves the border between exponents there.
        var shifted = bits + Vector512.Create(0x3FF0000000000000L - 0x3FE6A09E667F3BCDL);
        var exponent = Vector512.ConvertToDouble((shifted >> 52) - Vector512.Create(1023L + 53));
        var mantissa = ((shifted & Vector512.Create(0x000FFFFFFFFFFFFFL)) + Vector512.Create(0x3FE6A09E667F3BCDL)).AsDouble();
        var s = (mantissa - Vector512<double>.One) / (mantissa + Vector512<double>.One);
        var z = s * s;
        // ln m = 2·atanh(s) = 2s·(1 + z/3 + z²/5 + …); |s| < 0.172, so the first term left out is below 10⁻¹⁶ of the sum.
        var series = Vector512.Create(1.0 / 19);
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 17));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 15));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 13));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 11));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 9));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 7));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 5));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 3));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512<double>.One);
        return Vector512.FusedMultiplyAdd(exponent, Vector512.Create(0.693147180559945309), (s + s) * series);
    }

    /// <summary>Cosine and sine of an angle that is uniform on the circle: 51 bits inside a quadrant, two bits of signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> Cosine, Vector512<double> Sine) TurnOf(Vector512<ulong> words)
    {
        // The angle inside the quadrant, measured from its middle.
        var inside = Vector512.ConvertToDouble(((words << 2) >>> 13).AsInt64()) * Vector512.Create(1.0 / (1L << 51));
        var t = (inside - Vector512.Create(0.5)) * Vector512.Create(1.570796326794896619);
        var z = t * t;
        var sine = Vector512.Create(-1.0 / 1307674368000);
        sine = Vector512.FusedMultiplyAdd(sine, z, Vector512.Create(1.0 / 6227020800));
        sine = Vector512.FusedMultiplyAdd(sine, z, Vector512.Create(-1.0 / 39916800));
        sine = Vector512.FusedMultiplyAdd(sine, z, Vector512.Create(1.0 / 362880));
        sine = Vector512.FusedMultiplyAdd(sine, z, Vector512.Create(-1.0 / 5040));
        sine = Vector512.FusedMultiplyAdd(sine, z, Vector512.Create(1.0 / 120));
        sine = Vector512.FusedMultiplyAdd(sine, z, Vector512.Create(-1.0 / 6));
        sine = Vector512.FusedMultiplyAdd(sine * z, t, t);
        var cosine = Vector512.Create(1.0 / 20922789888000);
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(-1.0 / 87178291200));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(1.0 / 479001600));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(-1.0 / 3628800));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(1.0 / 40320));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(-1.0 / 720));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(1.0 / 24));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512.Create(-0.5));
        cosine = Vector512.FusedMultiplyAdd(cosine, z, Vector512<double>.One);
        return Turned(cosine, sine, words);
    }

    /// <summary>Turns by 45° into the first quadrant, then mirrors by the word's two upper bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Cosine, Vector512<double> Sine) Turned(
        Vector512<double> cosine, Vector512<double> sine, Vector512<ulong> words)
    {
        var diagonal = Vector512.Create(0.70710678118654752440);
        var x = (cosine - sine) * diagonal;
        var y = (cosine + sine) * diagonal;
        var highest = words & Vector512.Create(1UL << 63);
        var second = (words << 1) & Vector512.Create(1UL << 63);
        return ((x.AsUInt64() ^ highest).AsDouble(), (y.AsUInt64() ^ second).AsDouble());
    }
}
