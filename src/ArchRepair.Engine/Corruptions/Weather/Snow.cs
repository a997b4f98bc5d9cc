using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Weather;

/// <summary>Flakes from a thresholded random field, zoomed and blurred along a line, over a whitened image.</summary>
internal sealed class Snow() : BuiltInCorruption("snow", CorruptionFamily.Weather)
{
    private static readonly SeverityTable<Parameters> Table = new(
        [
            new(.1, .2, 1, .6, 8, 3, .95), new(.1, .2, 1, .5, 10, 4, .9), new(.15, .3, 1.75, .55, 10, 4, .9),
            new(.25, .3, 2.25, .6, 12, 6, .85), new(.3, .3, 1.25, .65, 14, 12, .8),
        ],
        [
            new(.1, .2, 1, .6, 8, 3, .8), new(.1, .2, 1, .5, 10, 4, .8), new(.15, .3, 1.75, .55, 10, 4, .7),
            new(.25, .3, 2.25, .6, 12, 6, .65), new(.3, .3, 1.25, .65, 14, 12, .6),
        ],
        [
            new(.1, .3, 3, .5, 10, 4, .8), new(.2, .3, 2, .5, 12, 4, .7), new(.55, .3, 4, .9, 12, 8, .7),
            new(.55, .3, 4.5, .85, 12, 8, .65), new(.55, .3, 2.5, .85, 12, 12, .55),
        ]);

    private readonly ConcurrentDictionary<(ImageSize Size, double Zoom), ZoomPlan> _plans = new();

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var parameters = Table.For(size, severity);
        using var layerScratch = new Scratch<byte>(size.Pixels);
        var layer = layerScratch.Span;
        FillLayer(layer, size, parameters, draws);
        Cover(image, output, layer, parameters);
    }

    private static void Cover(ReadOnlySpan<byte> image, Span<byte> output, ReadOnlySpan<byte> layer, Parameters parameters)
    {
        var keep = Vector128.Create((float)parameters.Keep);
        var whiten = Vector128.Create((float)(1 - parameters.Keep));
        for (var i = 0; i < layer.Length; i++)
        {
            var pixel = Quads.Load(image, i);
            // The fused steps are those of the published benchmark's RGB to grey conversion.
            var grey = MathF.FusedMultiplyAdd(pixel[2], 0.114f, MathF.FusedMultiplyAdd(pixel[1], 0.587f, pixel[0] * 0.299f));
            var ground = (keep * pixel) + (whiten * Vector128.Max(pixel, Vector128.Create((grey * 1.5f) + 0.5f)));
            var (flake, opposite) = (Pixels.Unit[layer[i]], Pixels.Unit[layer[layer.Length - 1 - i]]);
            Quads.Store(Quads.Widen(ground) + Vector256.Create(flake) + Vector256.Create(opposite), output, i);
        }
    }

    private void FillLayer(Span<byte> layer, ImageSize size, Parameters parameters, IRandomDraws draws)
    {
        using var fieldScratch = new Scratch<double>(size.Pixels);
        using var zoomedScratch = new Scratch<double>(size.Pixels);
        using var sharpScratch = new Scratch<byte>(size.Pixels);
        var field = fieldScratch.Span;
        var zoomed = zoomedScratch.Span;
        var sharp = sharpScratch.Span;
        draws.Normal(parameters.Mean, parameters.Deviation, field);
        Span<double> angle = stackalloc double[1];
        draws.Uniform(-135, -45, angle);
        var plan = _plans.GetOrAdd((size, parameters.Zoom), static key => new ZoomPlan(key.Size, key.Zoom));
        plan.Apply(field, zoomed);
        for (var i = 0; i < zoomed.Length; i++) sharp[i] = zoomed[i] < parameters.Threshold ? (byte)0 : Pixels.FromUnit(zoomed[i]);
        parameters.Filter.Apply(sharp, layer, size, 1, angle[0]);
    }

    private sealed record Parameters(
        double Mean, double Deviation, double Zoom, double Threshold, double BlurRadius, double BlurDeviation, double Keep)
    {
        public MotionFilter Filter { get; } = new(BlurRadius, BlurDeviation);
    }
}
