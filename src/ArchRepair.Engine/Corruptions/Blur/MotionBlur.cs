using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Blur;

internal sealed class MotionBlur() : BuiltInCorruption("motion_blur", CorruptionFamily.Blur)
{
    private static readonly SeverityTable<MotionFilter> Filters = new(
        [new(6, 1), new(6, 1.5), new(6, 2), new(8, 2), new(9, 2.5)],
        [new(10, 1), new(10, 1.5), new(10, 2), new(10, 2.5), new(12, 3)],
        [new(10, 3), new(15, 5), new(15, 8), new(15, 12), new(20, 15)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        Span<double> angle = stackalloc double[1];
        draws.Uniform(-45, 45, angle);
        Filters.For(size, severity).Apply(image, output, size, 3, angle[0]);
    }
}
