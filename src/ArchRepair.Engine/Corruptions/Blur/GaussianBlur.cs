using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Blur;

internal sealed class GaussianBlur() : BuiltInCorruption("gaussian_blur", CorruptionFamily.Blur, isExtra: true)
{
    private static readonly SeverityTable<GaussianKernel> Kernels = new(
        [new(.4), new(.6), new(.7), new(.8), new(1)],
        [new(.5), new(.75), new(1), new(1.25), new(1.5)],
        [new(1), new(2), new(3), new(4), new(6)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        using var scratch = new Scratch<double>(image.Length);
        var values = scratch.Span;
        Pixels.ToUnit(image, values);
        GaussianFilter.Apply(values, size, 3, Kernels.For(size, severity));
        Pixels.FromUnit(values, output);
    }
}
