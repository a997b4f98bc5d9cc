namespace ArchRepair.Engine.Corruptions.Kernels;

/// <summary>
/// Where the exponentials behind the published Gaussian weights miss the nearest double. They came from a vector routine that is a
/// unit off now and then, and on flat areas that unit decides whether a pixel keeps its level or loses one. The misses were computed by
/// following that routine's arithmetic; those of σ up to 0.8 and of 1, 1.25 and 1.5 are confirmed by published outputs.
/// </summary>
internal static class PublishedRounding
{
    /// <summary>For each σ in pixels, distance 0, 1, 2…: '0' nearest double, '+' the next above, '-' the next below.</summary>
    private static readonly Dictionary<double, string> Misses = new()
    {
        [.25] = "0-",
        [.5] = "0--",
        [.6] = "0+0",
        [.7] = "0+0-",
        [.75] = "00+-",
        [.9] = "00-00",
        [1] = "00-+-",
        [1.25] = "00000-",
        [1.5] = "000-+0-",
        [2] = "0-00--+0-",
        [3] = "00000+-0++00-",
        [4] = "00-0000--0-++000-",
        [6] = "000-000000+0-00-+0+00000-",
    };

    /// <summary>e^exponent as the published weight of this deviation and distance has it.</summary>
    public static double Exp(double deviation, int distance, double exponent)
    {
        var nearest = DoubleDouble.Exp(exponent);
        if (!Misses.TryGetValue(deviation, out var misses)) return nearest;
        return misses[distance] switch
        {
            '+' => Math.BitIncrement(nearest),
            '-' => Math.BitDecrement(nearest),
            _ => nearest,
        };
    }
}
