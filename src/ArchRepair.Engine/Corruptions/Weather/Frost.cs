using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Frosting;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Weather;

/// <summary>A weighted sum of the image and a frost texture.</summary>
internal sealed class Frost(FrostTextures textures) : BuiltInCorruption("frost", CorruptionFamily.Weather)
{
    private static readonly SeverityTable<(double Image, double Texture)> Weights = new(
        [(1, .2), (1, .3), (.9, .4), (.85, .4), (.75, .45)],
        [(1, .3), (.9, .4), (.8, .45), (.75, .5), (.7, .55)],
        [(1, .4), (.8, .6), (.7, .7), (.65, .7), (.6, .75)]);

    public override bool IsSubstitute => textures.IsSubstitute;

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var (imageWeight, textureWeight) = Weights.For(size, severity);
        using var scratch = new Scratch<byte>(size.Bytes);
        var texture = scratch.Span;
        textures.Source.Fill(texture, size, draws);
        for (var i = 0; i < image.Length; i++)
            output[i] = (byte)Math.Clamp((imageWeight * image[i]) + (textureWeight * texture[i]), 0, 255);
    }
}
