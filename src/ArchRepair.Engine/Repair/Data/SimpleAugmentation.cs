namespace ArchRepair.Engine.Repair.Data;

/// <summary>
/// A chain of one to three simple operations, mixed with the image it started from: in the manner of AugMix (Hendrycks et al.
/// 2020, arXiv 1912.02781), with one chain instead of three and without its consistency loss.
/// </summary>
internal static class SimpleAugmentation
{
    /// <summary>For reports.</summary>
    public const string Description =
        "chains of 1-3 of noise, box blur, contrast, brightness, posterize, small affine warp, mixed with the image; flip and shift on all";

    private delegate void Operation(WorkImage image, ref CounterRandom random);

    // Noise, blur and contrast stand twice, so that most chains hold one of them; their shares were not tuned.
    private static readonly Operation[] Operations =
        [Tone.Noise, Tone.Blur, Tone.Contrast, Tone.Noise, Tone.Blur, Tone.Contrast, Tone.Brightness, Tone.Posterize, Geometry.Warp];

    /// <summary>Augments the image in place.</summary>
    public static void Apply(WorkImage image, float[] start, ref CounterRandom random)
    {
        image.Pixels.CopyTo(start, 0);
        var length = 1 + random.Below(3);
        for (var i = 0; i < length; i++)
        {
            Operations[random.Below(Operations.Length)](image, ref random);
            image.Clip();
        }
        if (random.Below(2) == 0) return;
        var share = (float)random.Between(0.3, 1);
        for (var i = 0; i < start.Length; i++) image.Pixels[i] = (share * image.Pixels[i]) + ((1 - share) * start[i]);
    }
}
