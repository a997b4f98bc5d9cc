using System.Collections.Concurrent;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Digital;

/// <summary>Shrinks by a box filter, then enlarges by it.</summary>
internal sealed class Pixelate() : BuiltInCorruption("pixelate", CorruptionFamily.Digital)
{
    private static readonly SeverityTable<double> Factors = new(
        [.95, .9, .85, .75, .65],
        [.9, .8, .7, .6, .5],
        [.6, .5, .4, .3, .25]);

    private readonly ConcurrentDictionary<(int From, int To), BoxAxis> _axes = new();

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var factor = Factors.For(size, severity);
        var small = new ImageSize(Math.Max(1, (int)(size.Height * factor)), Math.Max(1, (int)(size.Width * factor)));
        using var scratch = new Scratch<byte>(small.Bytes);
        Resize(image, size, scratch.Span, small);
        Resize(scratch.Span, small, output, size);
    }

    /// <summary>Columns first, then rows, eight bits in between.</summary>
    private void Resize(ReadOnlySpan<byte> source, ImageSize from, Span<byte> target, ImageSize to)
    {
        using var scratch = new Scratch<byte>(from.Height * to.Width * 3);
        Axis(from.Width, to.Width).ResizeColumns(source, scratch.Span, from.Height);
        Axis(from.Height, to.Height).ResizeRows(scratch.Span, target, to.Width);
    }

    private BoxAxis Axis(int from, int to) => _axes.GetOrAdd((from, to), static key => new BoxAxis(key.From, key.To));
}
