using System.Runtime.Intrinsics;

namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>What was measured on one of the photographs at the scale used for 32×32 images.</summary>
internal sealed record FrostPalette
{
    private FrostPalette(float[] mean, float[] deviation, double betweenCrops, double withinCrop, double slope)
    {
        var average = (deviation[0] + deviation[1] + deviation[2]) / 3;
        Base = Vector128.Create(mean[0], mean[1], mean[2], 0);
        Tint = Vector128.Create(deviation[0] / average, deviation[1] / average, deviation[2] / average, 0);
        (BetweenCrops, WithinCrop, Slope) = (betweenCrops, withinCrop, slope);
    }

    /// <summary>One for each of the five files; the second and third are the same picture.</summary>
    public static IReadOnlyList<FrostPalette> All { get; } =
    [
        new([78, 149, 166], [27, 16, 15], 12, 14, -0.94),
        new([201, 205, 214], [21, 22, 23], 9, 18, -0.79),
        new([201, 205, 214], [21, 22, 23], 9, 18, -0.79),
        new([138, 153, 166], [29, 29, 30], 10, 26, -0.36),
        new([112, 123, 135], [44, 43, 42], 16, 34, -1.09),
    ];

    /// <summary>Mean of red, green, blue; 0…255.</summary>
    public Vector128<float> Base { get; }

    /// <summary>Standard deviation of each, relative to their mean.</summary>
    public Vector128<float> Tint { get; }

    /// <summary>Standard deviation of the means of crops, in levels.</summary>
    public double BetweenCrops { get; }

    /// <summary>Standard deviation inside a crop, in levels.</summary>
    public double WithinCrop { get; }

    /// <summary>Slope of the power spectrum over frequency, both logarithmic.</summary>
    public double Slope { get; }
}
