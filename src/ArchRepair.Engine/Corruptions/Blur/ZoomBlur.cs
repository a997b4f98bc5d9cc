using System.Collections.Concurrent;
using System.Numerics.Tensors;
using ArchRepair.Engine.Corruptions.Draws;
using ArchRepair.Engine.Corruptions.Kernels;

namespace ArchRepair.Engine.Corruptions.Blur;

/// <summary>Mean of the image and its magnifications, in single precision.</summary>
internal sealed class ZoomBlur() : BuiltInCorruption("zoom_blur", CorruptionFamily.Blur)
{
    private static readonly SeverityTable<(double Step, int Count)> Steps = new(
        [(.01, 7), (.01, 12), (.01, 16), (.01, 21), (.01, 26)],
        [(.01, 7), (.01, 12), (.01, 16), (.01, 21), (.01, 26)],
        [(.01, 12), (.01, 16), (.02, 11), (.02, 13), (.03, 11)]);

    private readonly ConcurrentDictionary<(ImageSize Size, double Step, int Count), ZoomPlan[]> _plans = new();

    protected override void Corrupt(ReadOnlySpan<byte> image, Span<byte> output, ImageSize size, int severity, IRandomDraws draws)
    {
        var (step, count) = Steps.For(size, severity);
        var plans = _plans.GetOrAdd((size, step, count), static key => PlansFor(key.Size, key.Step, key.Count));
        using var quadScratch = new Scratch<float>(size.Pixels * 4);
        using var wideScratch = new Scratch<double>(size.Pixels * 4);
        using var sumScratch = new Scratch<float>(size.Pixels * 4);
        var quads = quadScratch.Span;
        var sums = sumScratch.Span;
        Quads.FromPixels(image, quads);
        TensorPrimitives.ConvertTruncating<float, double>(quads, wideScratch.Span);
        sums.Clear();
        foreach (var plan in plans) plan.AddQuads(wideScratch.Span, sums);
        TensorPrimitives.Add(quads, sums, sums);
        TensorPrimitives.Divide(sums, count + 1, sums);
        Quads.ToPixels(sums, output);
    }

    /// <summary>Factors 1 + i·((1 + step) − 1): with 1 + i·step some sizes round the other way, and pixels move by up to three
    /// levels.</summary>
    private static ZoomPlan[] PlansFor(ImageSize size, double step, int count)
    {
        var delta = 1 + step - 1;
        return [.. Enumerable.Range(0, count).Select(i => new ZoomPlan(size, 1 + (i * delta)))];
    }
}
