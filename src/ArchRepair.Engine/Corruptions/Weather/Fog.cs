using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Weather;

/// <summary>(x + strength·plasma)·v / (v + strength), v the brightest value of the image; a black image stays black.</summary>
internal sealed class Fog() : BuiltInCorruption("fog", CorruptionFamily.Weather)
{
    private static readonly SeverityTable<(double Strength, double Decay)> Table = new(
        [(.2, 3), (.5, 3), (.75, 2.5), (1, 2), (1.5, 1.75)],
        [(.4, 3), (.7, 3), (1, 2.5), (1.5, 2), (2, 1.75)],
        [(1.5, 2), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)]);

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var (strength, decay) = Table.For(size, severity);
        byte brightest = 0;
        foreach (var value in image) brightest = Math.Max(brightest, value);
        var most = Pixels.Unit[brightest];
        var side = Plasma.SideFor(size);
        using var scratch = new Scratch<double>(side * side);
        var map = scratch.Span;
        Plasma.Fill(map, side, decay, draws);
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var haze = strength * map[(y * side) + x];
                var at = ((y * size.Width) + x) * 3;
                for (var c = at; c < at + 3; c++) output[c] = Pixels.FromUnit((Pixels.Unit[image[c]] + haze) * most / (most + strength));
            }
        }
    }
}
