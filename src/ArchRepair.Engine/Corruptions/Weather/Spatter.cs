using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Weather;

/// <summary>Drops of water (lighter severities) or splashes of mud over the image, in single precision.</summary>
internal sealed class Spatter() : BuiltInCorruption("spatter", CorruptionFamily.Weather, isExtra: true)
{
    private static readonly SeverityTable<Parameters> Table = new(
        [
            new(.62, .1, .7, .7, .5), new(.65, .1, .8, .7, .5), new(.65, .3, 1, .69, .5),
            new(.65, .1, .7, .69, .6, true), new(.65, .1, .5, .68, .6, true),
        ],
        [
            new(.62, .1, .7, .7, .6), new(.65, .1, .8, .7, .6), new(.65, .3, 1, .69, .6),
            new(.65, .1, .7, .68, .6, true), new(.65, .1, .5, .67, .6, true),
        ],
        [
            new(.65, .3, 4, .69, .6), new(.65, .3, 3, .68, .6), new(.65, .3, 2, .68, .5),
            new(.65, .3, 1, .65, 1.5, true), new(.67, .4, 1, .65, 1.5, true),
        ]);

    private static readonly Vector128<float> Water = Vector128.Create((float)(175 / 255.0), (float)(238 / 255.0), (float)(238 / 255.0), 0);
    private static readonly Vector128<float> Mud = Vector128.Create((float)(63 / 255.0), (float)(42 / 255.0), (float)(20 / 255.0), 0);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var parameters = Table.For(size, severity);
        using var liquidScratch = new Scratch<double>(size.Pixels);
        using var maskScratch = new Scratch<float>(size.Pixels);
        var liquid = liquidScratch.Span;
        var mask = maskScratch.Span;
        draws.Normal(parameters.Mean, parameters.Deviation, liquid);
        GaussianFilter.Apply(liquid, size, 1, parameters.Kernel);
        if (parameters.IsMud) SplashMud(image, output, size, parameters, liquid, mask);
        else DropWater(image, output, size, parameters, liquid, mask);
    }

    private static void DropWater(
        ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, Parameters parameters, ReadOnlySpan<double> liquid, Span<float> mask)
    {
        using var levelScratch = new Scratch<byte>(size.Pixels);
        using var rimScratch = new Scratch<byte>(size.Pixels);
        var levels = levelScratch.Span;
        var rims = rimScratch.Span;
        // A drop deeper than 1 wraps around in the source's cast to eight bits.
        for (var i = 0; i < levels.Length; i++) levels[i] = liquid[i] < parameters.Threshold ? (byte)0 : unchecked((byte)(int)(liquid[i] * 255));
        DropRims.Fill(levels, rims, size);
        var most = 0f;
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = levels[i] * (float)rims[i];
            most = Math.Max(most, mask[i]);
        }
        // The source divides by zero where no drop has a rim; the image then stays as it is.
        if (most == 0) most = 1;
        var strength = (float)parameters.Strength;
        for (var i = 0; i < mask.Length; i++)
            Quads.Store(Quads.Load(image, i) + (Vector128.Create(mask[i] / most * strength) * Water), output, i);
    }

    private static void SplashMud(
        ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, Parameters parameters, Span<double> liquid, Span<float> mask)
    {
        for (var i = 0; i < liquid.Length; i++) liquid[i] = liquid[i] > parameters.Threshold ? 1 : 0;
        GaussianFilter.Apply(liquid, size, 1, parameters.MudKernel, singlePrecision: true);
        for (var i = 0; i < mask.Length; i++)
        {
            var thickness = (float)liquid[i] < 0.8f ? 0 : (float)liquid[i];
            Quads.Store((Quads.Load(image, i) * (1 - thickness)) + (Mud * thickness), output, i);
        }
    }

    /// <summary><c>Strength</c> is the opacity of water, and for mud the σ of its blur in pixels.</summary>
    private sealed record Parameters(double Mean, double Deviation, double BlurDeviation, double Threshold, double Strength, bool IsMud = false)
    {
        public GaussianKernel Kernel { get; } = new(BlurDeviation);

        public GaussianKernel MudKernel { get; } = new(Strength);
    }
}
