using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Tool.Tests.Support;

/// <summary>A corruption as a user writes one: from severity to severity, the image turns into its negative.</summary>
public sealed class InvertedColours : ICorruption
{
    public string Name => "inverted_colours";

    public CorruptionFamily Family => CorruptionFamily.Digital;

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        for (var i = 0; i < image.Length; i++) output[i] = (byte)(image[i] + ((255 - (2 * image[i])) * severity / 10));
    }
}
