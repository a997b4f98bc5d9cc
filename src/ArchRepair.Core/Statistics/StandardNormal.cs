using MathNet.Numerics;

namespace ArchRepair.Core.Statistics;

/// <summary>Normal distribution, with tails computed as tails and not as one minus something.</summary>
internal static class StandardNormal
{
    /// <summary>z with P(|Z| ≤ z) = <paramref name="level"/>: 1.959964 for 0.95.</summary>
    public static double TwoSidedQuantile(double level) => UpperQuantile((1 - level) / 2);

    /// <summary>z with P(Z &gt; z) = <paramref name="tail"/>.</summary>
    public static double UpperQuantile(double tail) => Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * tail);

    /// <summary>P(Z &gt; z).</summary>
    public static double UpperTail(double z) => SpecialFunctions.Erfc(z / Constants.Sqrt2) / 2;
}
