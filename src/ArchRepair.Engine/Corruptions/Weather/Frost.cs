using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
        Lay(image, texture, output, imageWeight, textureWeight);
    }

    private static void Lay(ReadOnlySpan<byte> image, ReadOnlySpan<byte> texture, Span<byte> output, double imageWeight, double textureWeight)
    {
        ref var ground = ref MemoryMarshal.GetReference(image);
        ref var cover = ref MemoryMarshal.GetReference(texture);
        ref var target = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i + Lanes.Count <= image.Length; i += Lanes.Count)
        {
            var sum = (Lanes.LoadLevels(ref Unsafe.Add(ref ground, i)) * imageWeight) + (Lanes.LoadLevels(ref Unsafe.Add(ref cover, i)) * textureWeight);
            Lanes.StoreLevels(Vector512.Min(sum, Vector512.Create(255.0)), ref Unsafe.Add(ref target, i));
        }
        for (; i < image.Length; i++) output[i] = (byte)Math.Min((imageWeight * image[i]) + (textureWeight * texture[i]), 255);
    }
}
