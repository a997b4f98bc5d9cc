using ArchRepair.Engine.Corruptions;
using ArchRepair.Engine.Corruptions.Draws;

namespace ArchRepair.Engine.Tests.Corruptions;

/// <summary>A user's own corruption: a share of the rows, more with severity, from bottom to top.</summary>
public sealed class UpsideDown : ICorruption
{
    public string Name => "upside_down";

    public CorruptionFamily Family => CorruptionFamily.Digital;

    public void Apply(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var row = size.Width * 3;
        image.CopyTo(output);
        for (var y = 0; y < size.Height * severity / 5; y++) image.Slice((size.Height - 1 - y) * row, row).CopyTo(output[(y * row)..]);
    }
}
