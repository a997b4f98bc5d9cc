namespace ArchRepair.Engine.Repair.Data;

/// <summary>
/// AugMix (Hendrycks et al. 2020, arXiv 1912.02781) with its published settings: three chains of one to three operations that are
/// none of the gate's corruptions, mixed by Dirichlet(1,1,1), then with the image by Beta(1,1); severity 3 of 10.
/// </summary>
/// <remarks>Departs in what stands outside a moved image: mirrored pixels instead of black ones; and rounds once, at the end.</remarks>
internal static class AugMix
{
    /// <summary>For reports.</summary>
    public const string Description =
        "AugMix: three chains of 1-3 of autocontrast, equalize, posterize, solarize, rotation, shear, shift, mixed with the image; flip and shift on all";

    private const int Chains = 3;
    private const double Severity = 3;

    private delegate void Operation(WorkImage image, double level, ref CounterRandom random);

    // level is drawn from [0.1, 3] of 10; the factors are the published ones.
    private static readonly Operation[] Operations =
    [
        (WorkImage image, double _, ref CounterRandom _) => Levels.AutoContrast(image),
        (WorkImage image, double _, ref CounterRandom _) => Levels.Equalize(image),
        (WorkImage image, double level, ref CounterRandom _) => Levels.Posterize(image, bits: 4 - (int)(level * 0.4)),
        (WorkImage image, double level, ref CounterRandom _) => Levels.Solarize(image, threshold: (float)(256 - (level * 25.6))),
        (WorkImage image, double level, ref CounterRandom random) => Geometry.Rotate(image, Signed(level * 3, ref random)),
        (WorkImage image, double level, ref CounterRandom random) => Geometry.Map(image, 1, 0, Signed(level * 0.03, ref random), 1, 0, 0),
        (WorkImage image, double level, ref CounterRandom random) => Geometry.Map(image, 1, Signed(level * 0.03, ref random), 0, 1, 0, 0),
        (WorkImage image, double level, ref CounterRandom random) => Geometry.Map(image, 1, 0, 0, 1, Signed(level * image.Height / 30, ref random), 0),
        (WorkImage image, double level, ref CounterRandom random) => Geometry.Map(image, 1, 0, 0, 1, 0, Signed(level * image.Width / 30, ref random)),
    ];

    /// <summary>Augments the image in place.</summary>
    public static void Apply(WorkImage image, float[] start, ref CounterRandom random)
    {
        image.Pixels.CopyTo(start, 0);
        var weights = Dirichlet(ref random);
        var share = (float)random.Unit();
        var mixture = image.Mixture;
        for (var i = 0; i < mixture.Length; i++) mixture[i] = (1 - share) * start[i];
        foreach (var weight in weights)
        {
            start.CopyTo(image.Pixels, 0);
            var length = 1 + random.Below(3);
            for (var i = 0; i < length; i++)
            {
                var operation = Operations[random.Below(Operations.Length)];
                operation(image, random.Between(0.1, Severity), ref random);
                image.Clip();
            }
            var factor = share * (float)weight;
            for (var i = 0; i < mixture.Length; i++) mixture[i] += factor * image.Pixels[i];
        }
        mixture.CopyTo(image.Pixels, 0);
    }

    // Exponential draws over their sum: Dirichlet with all parameters 1.
    private static double[] Dirichlet(ref CounterRandom random)
    {
        var draws = new double[Chains];
        for (var i = 0; i < Chains; i++) draws[i] = -Math.Log(1 - random.Unit());
        var sum = draws.Sum();
        return [.. draws.Select(draw => draw / sum)];
    }

    private static double Signed(double size, ref CounterRandom random) => random.Below(2) == 0 ? size : -size;
}
