namespace ArchRepair.Engine.Corruptions.Frosting;

/// <summary>What was measured on one of the photographs at the scale used for 32×32 images.</summary>
/// <param name="Mean">Mean of red, green, blue; 0…255.</param>
/// <param name="Deviation">Standard deviation of each.</param>
/// <param name="BetweenCrops">Standard deviation of the means of crops.</param>
/// <param name="WithinCrop">Standard deviation inside a crop.</param>
/// <param name="Slope">Slope of the power spectrum over frequency, both logarithmic.</param>
internal sealed record FrostPalette(double[] Mean, double[] Deviation, double BetweenCrops, double WithinCrop, double Slope)
{
    /// <summary>One for each of the five files; the second and third are the same picture.</summary>
    public static IReadOnlyList<FrostPalette> All { get; } =
    [
        new([78, 149, 166], [27, 16, 15], 12, 14, -0.94),
        new([201, 205, 214], [21, 22, 23], 9, 18, -0.79),
        new([201, 205, 214], [21, 22, 23], 9, 18, -0.79),
        new([138, 153, 166], [29, 29, 30], 10, 26, -0.36),
        new([112, 123, 135], [44, 43, 42], 16, 34, -1.09),
    ];
}
