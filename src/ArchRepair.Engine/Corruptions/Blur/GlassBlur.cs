using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Blur;

/// <summary>
/// Blur, pixels replaced by near ones, blur. The source writes an exchange of two pixels, but its two sides are views of the same memory,
/// so that the published images come from a plain copy.
/// </summary>
internal sealed class GlassBlur() : BuiltInCorruption("glass_blur", CorruptionFamily.Blur)
{
    private static readonly SeverityTable<Parameters> Table = new(
        [new(.05, 1, 1), new(.25, 1, 1), new(.4, 1, 1), new(.25, 1, 2), new(.4, 1, 2)],
        [new(.1, 1, 1), new(.5, 1, 1), new(.6, 1, 2), new(.7, 2, 1), new(.9, 2, 2)],
        [new(.7, 1, 2), new(.9, 2, 1), new(1, 2, 3), new(1.1, 3, 2), new(1.5, 4, 2)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var parameters = Table.For(size, severity);
        using var scratch = new Scratch<double>(image.Length);
        var values = scratch.Span;
        Pixels.ToUnit(image, values);
        GaussianFilter.Apply(values, size, 3, parameters.Kernel);
        for (var i = 0; i < values.Length; i++) output[i] = (byte)(values[i] * 255);
        Shuffle(output, size, parameters, draws);
        Pixels.ToUnit(output, values);
        GaussianFilter.Apply(values, size, 3, parameters.Kernel);
        Pixels.FromUnit(values, output);
    }

    private static void Shuffle(Span<byte> pixels, ImageSize size, Parameters parameters, IRandomDraws draws)
    {
        var reach = parameters.Reach;
        var visits = Math.Max(0, size.Height - (2 * reach)) * Math.Max(0, size.Width - (2 * reach)) * parameters.Iterations;
        if (visits == 0) return;
        using var scratch = new Scratch<int>(visits * 2);
        var steps = scratch.Span;
        draws.Integers(-reach, reach, steps);
        var next = 0;
        for (var iteration = 0; iteration < parameters.Iterations; iteration++)
        {
            for (var y = size.Height - reach; y > reach; y--)
            {
                for (var x = size.Width - reach; x > reach; x--)
                {
                    var (dx, dy) = (steps[next], steps[next + 1]);
                    next += 2;
                    var to = ((y * size.Width) + x) * 3;
                    var from = (((y + dy) * size.Width) + x + dx) * 3;
                    pixels[to] = pixels[from];
                    pixels[to + 1] = pixels[from + 1];
                    pixels[to + 2] = pixels[from + 2];
                }
            }
        }
    }

    private sealed record Parameters(double Deviation, int Reach, int Iterations)
    {
        public GaussianKernel Kernel { get; } = new(Deviation);
    }
}
