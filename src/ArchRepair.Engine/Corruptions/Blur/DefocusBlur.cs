using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Blur;

/// <summary>Correlation with a disk whose rim is smoothed.</summary>
internal sealed class DefocusBlur() : BuiltInCorruption("defocus_blur", CorruptionFamily.Blur)
{
    private static readonly SeverityTable<DiskKernel> Disks = new(
        [new(.3, .4), new(.4, .5), new(.5, .6), new(1, .2), new(1.5, .1)],
        [new(.5, .6), new(1, .1), new(1.5, .1), new(2.5, .01), new(3, .1)],
        [new(3, .1), new(4, .5), new(6, .5), new(8, .5), new(10, .5)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws) =>
        Disks.For(size, severity).Apply(image, output, size);
}
